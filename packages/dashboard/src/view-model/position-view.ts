import { unrealizedPnlUsd, type MarketId } from '@perpstream/core';
import type { DashboardModel } from './dashboard-model';
import { marketView } from './market-table';

/** An open position as it is shown. Sizes are signed, prices and P&L in USD at the oracle price. */
export type PositionView = {
  readonly marketId: MarketId;
  readonly sizeBase: number;
  readonly entryPriceUsd: number;
  readonly markPriceUsd: number | undefined;
  readonly unrealizedPnlUsd: number | undefined;
  readonly liquidationPriceUsd: number | undefined;
  /** Fraction of the mark between mark and liquidation; undefined when unknown, Infinity when there is no such price. */
  readonly liquidationDistance: number | undefined;
};

/**
 * The open positions, nearest to liquidation first. The account says what is open; mark and liquidation come from the
 * risk layer and, until it has spoken, from the market's oracle price.
 */
export function positionViews(model: DashboardModel): readonly PositionView[] {
  const risks = new Map(model.risk?.positions.map((risk) => [risk.marketId, risk]));
  const views = [...(model.account?.positions.values() ?? [])].map((position): PositionView => {
    const { marketId, sizeBase, entryPriceUsd } = position;
    const risk = risks.get(marketId);
    const markPriceUsd = risk?.oraclePriceUsd ?? marketView(model.markets, marketId)?.oraclePriceUsd;
    return {
      marketId,
      sizeBase,
      entryPriceUsd,
      markPriceUsd,
      unrealizedPnlUsd: markPriceUsd === undefined ? undefined : unrealizedPnlUsd(position, markPriceUsd),
      liquidationPriceUsd: risk?.liquidationPriceUsd,
      liquidationDistance: risk?.liquidationDistance,
    };
  });
  return views.sort((a, b) => (a.liquidationDistance ?? Infinity) - (b.liquidationDistance ?? Infinity) || 0);
}
