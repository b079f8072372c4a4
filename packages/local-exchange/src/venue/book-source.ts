import type { IndexerBook } from './indexer-shapes';

/** Where the book of a market is read from. */
export interface BookSource {
  /** The best `depth` levels a side, best first, never crossed. */
  snapshot(depth: number): IndexerBook;
  /** Every level, best first. */
  levels(): IndexerBook;
}
