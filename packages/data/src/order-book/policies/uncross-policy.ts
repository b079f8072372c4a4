/** The levels of one side as the exchange stated them, crossed ones included; depth 0 is the best. */
export interface RawSide {
  readonly count: number;
  priceAt(depth: number): number;
  sizeAt(depth: number): number;
  /** Grows with each statement; levels of one snapshot have the same age. */
  ageAt(depth: number): number;
}

/**
 * The view that a policy derives from two raw sides. On each side some levels at the top are hidden, and the first
 * visible one may be reduced.
 */
export type Uncrossed = {
  readonly hiddenBids: number;
  readonly hiddenAsks: number;
  /** Size that is left of the first visible bid, in base units; absent where it is whole or no bid is visible. */
  readonly firstBidBase?: number | undefined;
  readonly firstAskBase?: number | undefined;
};

/**
 * How a crossed book is shown without its cross: a pure function of the raw sides, called only while the best bid is not
 * below the best ask. In what it leaves visible the best bid is below the best ask, or one side is empty.
 */
export type UncrossPolicy = (bids: RawSide, asks: RawSide) => Uncrossed;
