import type { Attribution } from '@perpstream/core';
import type { DashboardModel } from './dashboard-model';
import { marketView } from './market-table';

/** What one strategy of several holds and has earned, as it is shown. In USD at the oracle price. */
export type StrategyView = {
  /** '' is the owner of the account: what no strategy asked for. */
  readonly strategy: string;
  /** Markets with a part of it. */
  readonly markets: number;
  /** Sum of the parts without their signs, and with them; undefined while a price is unknown. */
  readonly grossUsd: number | undefined;
  readonly netUsd: number | undefined;
  /** Earned since the start, fees and funding included. */
  readonly pnlUsd: number | undefined;
};

/** The strategies of the account, in the order of its desk; the owner only when something is his. */
export function strategyViews(model: DashboardModel): readonly StrategyView[] {
  return [...model.attributions.values()]
    .map((attribution) => viewOf(model, attribution))
    .filter(({ strategy, markets, pnlUsd }) => strategy !== '' || markets > 0 || pnlUsd !== 0);
}

function viewOf(model: DashboardModel, { strategy, sizeBase, cashUsd }: Attribution): StrategyView {
  const values = [...sizeBase].map(
    ([marketId, size]) => size * (marketView(model.markets, marketId)?.oraclePriceUsd ?? NaN),
  );
  const netUsd = values.reduce((sum, value) => sum + value, 0);
  const grossUsd = values.reduce((sum, value) => sum + Math.abs(value), 0);
  if (Number.isNaN(netUsd))
    return { strategy, markets: values.length, grossUsd: undefined, netUsd: undefined, pnlUsd: undefined };
  return { strategy, markets: values.length, grossUsd, netUsd, pnlUsd: cashUsd + netUsd };
}
