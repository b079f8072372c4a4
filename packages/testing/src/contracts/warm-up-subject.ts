import type { EventScheduler } from '@perpstream/core';
import type { OperatorFunction } from 'rxjs';
import type { Timed } from './timed';

/** An operator whose dependence on the start of its data is measured, with the events it is measured on. */
export type WarmUpSubject<In extends Timed, Out extends Timed> = {
  /** Makes the operator on this scheduler; called once per start. */
  readonly create: (scheduler: EventScheduler) => OperatorFunction<In, Out>;
  /** Times not falling. They have to go on for longer than the warm-up after the last start. */
  readonly events: readonly In[];
  /** Largest difference that counts as agreement, in the unit of the values, >= 0. */
  readonly epsilon: number;
  /** Times from which the data begin instead; six points evenly over the first half of the events by default. */
  readonly startsMs?: readonly number[];
  /** How much longer than the warm-up it may take where what the operator needs comes a little after the start, in ms; 0 by default. */
  readonly slackMs?: number;
  /** The number to compare; undefined for an output that has none. By default the field `score` of an output. */
  readonly value?: (output: Out) => number | undefined;
  /** Tells series of values apart; by default market and signal of an output. */
  readonly series?: (output: Out) => string;
};
