import type { MarketId, Reason } from '@perpstream/core';
import type { AllocationOptions } from './allocation-options';
import { grossWeight, type SizedIdea } from './sized-idea';

type Bounds = Pick<AllocationOptions, 'budgetUsd' | 'maxPositionUsd'>;

/** What is taken already, in USD. */
export type Taken = { readonly budgetUsd: number; readonly marketUsd: ReadonlyMap<MarketId, number> };

/** The gross size of one idea, and the bounds that made it smaller. */
export type Fitted = { readonly grossUsd: number; readonly caps: readonly Reason[] };

type Legged = Pick<SizedIdea, 'legs'>;

/** What ideas of these gross sizes have at work, together and per market. */
export function takenBy(ideas: readonly Legged[], sizesUsd: readonly number[]): Taken {
  const marketUsd = new Map<MarketId, number>();
  ideas.forEach(({ legs }, index) => {
    const perWeight = sizesUsd[index]! / grossWeight(legs);
    for (const { marketId, weight } of legs) {
      marketUsd.set(marketId, (marketUsd.get(marketId) ?? 0) + perWeight * Math.abs(weight));
    }
  });
  return { budgetUsd: sizesUsd.reduce((sum, sizeUsd) => sum + sizeUsd, 0), marketUsd };
}

/** The share of what is asked for that there is room for, in [0, 1]. */
function shareWithin(room: number, asked: number): number {
  const free = Math.max(0, room);
  return asked > free ? free / asked : 1;
}

const nothing: Taken = { budgetUsd: 0, marketUsd: new Map() };

/**
 * Makes ideas smaller until they fit: those that meet in a market share what `maxPositionUsd` leaves there, all together
 * share what `budgetUsd` leaves, each in proportion to what it asked for. An idea shrinks as a whole, so that its legs
 * keep their proportions.
 */
export function fit(
  ideas: readonly Legged[],
  sizesUsd: readonly number[],
  { budgetUsd, maxPositionUsd }: Bounds,
  taken: Taken = nothing,
): Fitted[] {
  const asked = takenBy(ideas, sizesUsd).marketUsd;
  const shareIn = ({ marketId }: { readonly marketId: MarketId }): number =>
    shareWithin(maxPositionUsd - (taken.marketUsd.get(marketId) ?? 0), asked.get(marketId)!);
  const marketShares = ideas.map(({ legs }) => Math.min(...legs.map(shareIn)));
  const inMarketsUsd = sizesUsd.map((sizeUsd, index) => sizeUsd * marketShares[index]!);
  const askedUsd = inMarketsUsd.reduce((sum, sizeUsd) => sum + sizeUsd, 0);
  const budgetShare = shareWithin(budgetUsd - taken.budgetUsd, askedUsd);
  return inMarketsUsd.map((sizeUsd, index) => ({
    grossUsd: sizeUsd * budgetShare,
    caps: [
      ...(marketShares[index]! < 1
        ? [{ name: 'max-position-usd', value: sizesUsd[index]!, bound: maxPositionUsd }]
        : []),
      ...(budgetShare < 1 ? [{ name: 'budget-usd', value: taken.budgetUsd + askedUsd, bound: budgetUsd }] : []),
    ],
  }));
}
