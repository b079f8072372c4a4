import type { MarketId, Reason } from '@perpstream/core';

/** One leg of an idea. */
export type Leg = {
  readonly marketId: MarketId;
  /** Signed notional per USD of the idea, not 0: 1 in the direction of the idea, -0.8 hedges with 80 % of its size. */
  readonly weight: number;
};

/**
 * What a strategy thinks should be held: one market, or several that belong together (a pair, a hedged carry). All legs
 * are entered and left together; in a held idea they may change. An idea that is no longer given counts as one of
 * conviction 0.
 */
export type Idea = {
  /** Tells ideas apart over time; of an idea of one market its market id. */
  readonly key: string;
  /**
   * Signed, in [-1, 1]: the sign is the direction, the size the confidence. 0 is "nothing". Undefined is "no opinion now",
   * because a score is missing: a held idea is kept, and nothing is entered.
   */
  readonly conviction: number | undefined;
  readonly legs: readonly [Leg, ...Leg[]];
  /** What the conviction rests on. */
  readonly reasons: readonly Reason[];
};
