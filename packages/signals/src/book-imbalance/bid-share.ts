import { midPriceUsd, type BookSide, type BookUpdate } from '@perpstream/core';

/**
 * The share of the bids in the size near the mid, in [0, 1]: 1/2 is a balanced book.
 *
 * Counts the best `levels` of each side; a level `halfWeightBps` away from the mid counts half, twice as far a third.
 * @returns undefined when the view has no level at all
 * @see Cartea, Jaimungal and Penalva, "Algorithmic and High-Frequency Trading" (2015), for volume imbalance
 */
export function bidShare({ view, top }: BookUpdate, levels: number, halfWeightBps: number): number | undefined {
  const midUsd = midPriceUsd(top);
  const halfWeightUsd = (midUsd * halfWeightBps) / 10_000;
  const bids = weightedSize(view.bids, midUsd, levels, halfWeightUsd);
  const asks = weightedSize(view.asks, midUsd, levels, halfWeightUsd);
  return bids + asks > 0 ? bids / (bids + asks) : undefined;
}

function weightedSize(side: BookSide, midUsd: number, levels: number, halfWeightUsd: number): number {
  const counted = Math.min(side.count, levels);
  let sum = 0;
  for (let depth = 0; depth < counted; depth += 1) {
    const distanceUsd = Math.abs(side.priceUsd(depth) - midUsd);
    sum += side.sizeBase(depth) / (1 + distanceUsd / halfWeightUsd);
  }
  return sum;
}
