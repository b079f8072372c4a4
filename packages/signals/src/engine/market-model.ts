import type { ProcessedMarketData } from '@perpstream/core';

/** What an engine knows of one market. Made anew at the first event of the market that it reads and after every interruption. */
export interface MarketModel {
  /**
   * Takes in one event of the market, whatever its kind, and returns the score in [0, 100] after it. Undefined: nothing
   * to say at this event, because the model is not warm yet or the event does not concern it. Null: what was said before
   * no longer holds, because data it stood on are gone; only for models that read more than their own market, whose
   * interruptions are seen to by the engine.
   */
  update(event: ProcessedMarketData): number | null | undefined;
  /** Where there is one, it is called at an interruption, and the model is kept: it forgets what it has to itself. */
  restart?(): void;
}
