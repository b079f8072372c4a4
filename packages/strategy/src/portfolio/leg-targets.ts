import type { MarketId } from '@perpstream/core';
import { grossWeight } from '../allocation/sized-idea';
import { signs, type IdeaState } from './idea-state';

/** The signed notional that the held ideas together want of each market, in USD. */
export function legTargets(held: readonly IdeaState[]): Map<MarketId, number> {
  const targets = new Map<MarketId, number>();
  for (const { holding, legs, sizeUsd } of held) {
    const notionalUsd = (signs[holding?.direction ?? 'flat'] * sizeUsd) / grossWeight(legs);
    for (const { marketId, weight } of legs) {
      targets.set(marketId, (targets.get(marketId) ?? 0) + notionalUsd * weight);
    }
  }
  return targets;
}
