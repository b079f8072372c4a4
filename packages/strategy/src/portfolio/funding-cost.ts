import type { MarketId } from '@perpstream/core';
import type { Leg } from './idea';
import type { MarketView } from './market-view';

/**
 * What the predicted funding of the legs costs in an hour, as a fraction of the notional; negative when it is received.
 * Longs pay a positive rate. Undefined while the rate of a leg is not known.
 */
export function fundingCost1h(
  legs: readonly Leg[],
  sign: number,
  marketOf: (marketId: MarketId) => MarketView | undefined,
): number | undefined {
  let cost = 0;
  for (const { marketId, weight } of legs) {
    const rate = marketOf(marketId)?.context?.nextFundingRate1h;
    if (rate === undefined) return undefined;
    cost += sign * weight * rate;
  }
  return cost;
}
