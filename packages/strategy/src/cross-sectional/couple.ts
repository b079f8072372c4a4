import type { MarketId, Reason } from '@perpstream/core';
import type { Idea } from '../portfolio/idea';

/** A market with its place in a ranking. */
export type Ranked = {
  readonly marketId: MarketId;
  readonly composite: number;
  /** 1 for the best. */
  readonly rank: number;
  /** What one USD in it counts for, > 0. */
  readonly exposure: number;
};

/**
 * Long one market, short another, so that both count for the same: weights 2 b / (a + b) and -2 a / (a + b) for exposures a
 * and b. The conviction is half the distance of their composites, 0 when the long one is the worse by now.
 */
export function coupleIdea(
  slot: number,
  long: Ranked,
  short: Ranked,
  count: number,
): Idea & { readonly conviction: number } {
  const both = long.exposure + short.exposure;
  const place = (side: string, { rank, composite }: Ranked): Reason[] => [
    { name: `${side}-rank`, value: rank, bound: count },
    { name: `${side}-composite`, value: composite },
  ];
  return {
    key: `couple ${slot + 1}`,
    conviction: Math.max(0, (long.composite - short.composite) / 2),
    legs: [
      { marketId: long.marketId, weight: (2 * short.exposure) / both },
      { marketId: short.marketId, weight: (-2 * long.exposure) / both },
    ],
    reasons: [...place('long', long), ...place('short', short)],
  };
}
