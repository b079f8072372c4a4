import { type AccountData, type MarketData, type MarketId, type MarketUpdate, type Stamp } from '@perpstream/core';

/** Remembers which markets the exchange listed, so that one that is not listed any more can be told. */
export class ListedMarkets {
  #known = new Set<MarketId>();

  /** Notes the markets of an update. */
  note(events: readonly (MarketData | AccountData)[]): void {
    for (const event of events) if (event.kind === 'market') this.#known.add(event.marketId);
  }

  /**
   * Notes a list of all markets and gives a `DELISTED` for each one that was known and is not in it. A list without any
   * market is an outage of the exchange rather than its end: it says nothing.
   */
  replace(listed: readonly string[], { receivedMs, cause }: Stamp): readonly MarketUpdate[] {
    if (listed.length === 0) return [];
    const before = this.#known;
    this.#known = new Set(listed as readonly MarketId[]);
    return [...before]
      .filter((marketId) => !this.#known.has(marketId))
      .map((marketId) => ({ kind: 'market', marketId, facts: { status: 'DELISTED' }, receivedMs, cause }));
  }
}
