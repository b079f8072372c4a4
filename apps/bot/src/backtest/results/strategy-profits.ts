import { type Attribution, type MarketId } from '@perpstream/core';

/** What one of the strategies made. `strategy` '' is what none of them asked for. */
export type StrategyProfit = { readonly strategy: string; readonly profitUsd: number };

/** What each of several strategies on the account holds and has paid, as it was told last. */
export class StrategyProfits {
  readonly #latest = new Map<string, Attribution>();

  observe(attribution: Attribution): void {
    this.#latest.set(attribution.strategy, attribution);
  }

  /** With open sizes at a price, the largest profit first; empty when nobody told. */
  rows(midUsdOf: (marketId: MarketId) => number): readonly StrategyProfit[] {
    const rows = [...this.#latest.values()].map(({ strategy, cashUsd, sizeBase }) => {
      let profitUsd = cashUsd;
      for (const [marketId, size] of sizeBase) profitUsd += size * midUsdOf(marketId);
      return { strategy, profitUsd };
    });
    return rows.filter(({ strategy, profitUsd }) => strategy !== '' || profitUsd !== 0).sort(byProfit);
  }
}

function byProfit(a: StrategyProfit, b: StrategyProfit): number {
  return b.profitUsd - a.profitUsd;
}
