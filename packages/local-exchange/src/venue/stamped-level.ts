import type { IndexerLevel } from './indexer-shapes';

/** A level with the order in which it was last set, needed to tell which of two crossing levels is stale. */
export type StampedLevel = IndexerLevel & { readonly stamp: number };
