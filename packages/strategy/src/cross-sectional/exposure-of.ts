import type { MarketId } from '@perpstream/core';
import type { MarketTable } from '../portfolio/market-table';

/** What is equal in both legs of a couple. */
export type Neutrality = 'dollar' | 'volatility' | 'beta';

/** A market whose beta is smaller cannot be balanced by it in reason: its leg would be larger than five others. */
const SMALLEST_BETA = 0.2;

/**
 * What one USD in a market counts for, > 0; undefined while it is not known, or for a beta too small to be balanced.
 *
 * @param betaMarket the market whose moves beta is measured against
 */
export function exposureOf(
  marketId: MarketId,
  neutrality: Neutrality,
  betaMarket: MarketId,
  table: Pick<MarketTable, 'market' | 'covariance1h'>,
): number | undefined {
  switch (neutrality) {
    case 'dollar':
      return 1;
    case 'volatility': {
      const volatility = table.market(marketId)?.volatility1h;
      return volatility === undefined || !(volatility > 0) ? undefined : volatility;
    }
    case 'beta': {
      const covariance = table.covariance1h(marketId, betaMarket);
      const variance = table.covariance1h(betaMarket, betaMarket);
      if (covariance === undefined || variance === undefined) return undefined;
      const beta = covariance / variance;
      return beta >= SMALLEST_BETA ? beta : undefined;
    }
  }
}
