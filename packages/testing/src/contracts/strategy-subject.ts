import type { EventScheduler, Strategy, StrategyInput } from '@perpstream/core';

/** A strategy under test, with the inputs it is tested on. */
export type StrategySubject = {
  readonly name: string;
  /** Makes the strategy on this scheduler; called several times, always with the same options. */
  readonly create: (scheduler: EventScheduler) => Strategy;
  /** Inputs, times not falling, that lead the strategy to take exposure in at least one market. */
  readonly events: readonly StrategyInput[];
  /** Time that passes after the last input, so that what waits for confirmation is decided, in ms; 60,000 by default. */
  readonly settleMs?: number;
};
