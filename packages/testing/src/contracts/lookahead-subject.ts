import type { EventScheduler } from '@perpstream/core';
import type { OperatorFunction } from 'rxjs';
import type { Future } from './other-futures';
import type { Timed } from './timed';

/** An operator over timed events that is checked for lookahead, with the events it is checked on. */
export type LookaheadSubject<In extends Timed, Out extends Timed> = {
  readonly name: string;
  /**
   * Makes the operator on this scheduler; called many times. `events` are those of this run: research code that is made over
   * a whole data set has to take it from here, or the check cannot change what it looks at.
   */
  readonly create: (scheduler: EventScheduler, events: readonly In[]) => OperatorFunction<In, Out>;
  /** Times not falling; the operator answers well before the last of them. */
  readonly events: readonly In[];
  /**
   * Up to when an output may know the events: up to the `receivedMs` it states (`stated`, the default: signals, bars), or up
   * to the moment it is emitted (`emitted`: whatever waits on its scheduler and names an older input, as strategies do).
   */
  readonly judgedBy?: 'stated' | 'emitted';
  /** Number of moments at which the events are cut; 8 by default. */
  readonly cuts?: number;
  /** Seed of the cuts and of the made-up futures, any whole number but 0; 1 by default. */
  readonly seed?: number;
  /** What else may come after a cut, besides the futures that the check makes up itself. */
  readonly futures?: readonly Future<In>[];
  /** How far the clock of the exchange may run ahead of the receiver's, for bars, in ms; 0 by default. */
  readonly skewMs?: number;
};
