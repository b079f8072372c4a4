import type { Side } from '../market/market-data';

/** Best bid and ask. Prices in USD per base unit, sizes in base units, all > 0, bid < ask always. */
export type TopOfBook = {
  readonly bidPriceUsd: number;
  readonly bidSizeBase: number;
  readonly askPriceUsd: number;
  readonly askSizeBase: number;
};

/** One side of a book, best level first. */
export interface BookSide {
  /** Number of levels; 0 when the side is empty. */
  readonly count: number;
  /** Price of the level at `depth` (0 = best). @throws RangeError outside 0..count-1 */
  priceUsd(depth: number): number;
  /** Size of the level at `depth` (0 = best). @throws RangeError outside 0..count-1 */
  sizeBase(depth: number): number;
}

/**
 * A window into the live order book of one market, uncrossed: the best bid is always below the best ask.
 *
 * The view reads through to the book: it changes with later frames. Read what you need while you handle the event, copy
 * what you keep. Only levels that the exchange sent since the last snapshot are known; below its 100th level a book is
 * partially known, so never take total depth from it.
 */
export interface BookView {
  readonly bids: BookSide;
  readonly asks: BookSide;
  /** Size-weighted price of taking `sizeBase` from one side now; undefined when the known book is too thin. */
  averagePriceUsd(takerSide: Side, sizeBase: number): number | undefined;
  /** Sum of price x size in USD of one side within `bps` of the mid. */
  depthUsd(side: 'bids' | 'asks', bps: number): number;
}
