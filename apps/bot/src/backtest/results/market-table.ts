import { type MarketId } from '@perpstream/core';
import { type TradeAccount } from './trade-account';

/** What one market made, and what it cost. USD. */
export type MarketRow = {
  readonly market: MarketId;
  readonly profitUsd: number;
  readonly feesUsd: number;
  readonly fundingUsd: number;
  readonly spreadUsd: number;
  readonly delayUsd: number;
  readonly tradedUsd: number;
  readonly fills: number;
  /** Still open at the end, signed base units. */
  readonly openBase: number;
};

/** One row for each market that was traded, the largest profit first. Open sizes are valued at the latest mid. */
export function marketTable(
  accounts: ReadonlyMap<MarketId, TradeAccount>,
  midUsdOf: (marketId: MarketId) => number,
): readonly MarketRow[] {
  const rows = [...accounts].map(([market, account]): MarketRow => {
    const { feesUsd, fundingUsd, spreadUsd, delayUsd, tradedUsd, fills, sizeBase } = account;
    const profitUsd = account.profitUsd(midUsdOf(market));
    return { market, profitUsd, feesUsd, fundingUsd, spreadUsd, delayUsd, tradedUsd, fills, openBase: sizeBase };
  });
  return rows.sort((a, b) => b.profitUsd - a.profitUsd);
}
