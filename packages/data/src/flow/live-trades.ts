import type { Trade, Trades } from '@perpstream/core';
import { SeenTrades } from './seen-trades';

/** Separates what just happened in one market from history and repetition. */
export class LiveTrades {
  readonly #seen = new SeenTrades();

  /** The trades of a frame that were not seen before, in its order; none of a snapshot, which is history. */
  of(event: Trades): readonly Trade[] {
    const unseen = event.trades.filter(({ id }) => this.#seen.add(id));
    return event.isSnapshot ? [] : unseen;
  }
}
