import type { BookSource } from './book-source';
import type { IndexerBook, IndexerBookChange, IndexerLevel, IndexerLevelChange } from './indexer-shapes';
import type { StampedLevel } from './stamped-level';
import { uncross } from './uncross';

/** The book of one market as the sum of its updates, kept by price. */
export class BookState implements BookSource {
  #bids = new Map<number, StampedLevel>();
  #asks = new Map<number, StampedLevel>();
  #stamp = 0;

  apply(change: IndexerBookChange): void {
    for (const level of change.bids ?? []) this.#set(this.#bids, level);
    for (const level of change.asks ?? []) this.#set(this.#asks, level);
  }

  /** Replaces the book and returns the updates that lead from the old one to the new one, one level each. */
  replace(book: IndexerBook): IndexerBookChange[] {
    const before = { bids: this.#bids, asks: this.#asks };
    this.#bids = new Map();
    this.#asks = new Map();
    for (const { price, size } of book.bids) this.#set(this.#bids, [price, size]);
    for (const { price, size } of book.asks) this.#set(this.#asks, [price, size]);
    return [
      ...difference(before.bids, this.#bids).map((level) => ({ bids: [level] })),
      ...difference(before.asks, this.#asks).map((level) => ({ asks: [level] })),
    ];
  }

  /** The best `depth` levels a side, best first, uncrossed. */
  snapshot(depth: number): IndexerBook {
    const { bids, asks } = uncross(this.#sortedBids(), this.#sortedAsks());
    return { bids: bids.slice(0, depth).map(plain), asks: asks.slice(0, depth).map(plain) };
  }

  /** Every level as last set, best first, crossed ones included: what a client has who missed nothing. */
  levels(): IndexerBook {
    return { bids: this.#sortedBids().map(plain), asks: this.#sortedAsks().map(plain) };
  }

  #sortedBids(): StampedLevel[] {
    return [...this.#bids.entries()].sort(([a], [b]) => b - a).map(([, level]) => level);
  }

  #sortedAsks(): StampedLevel[] {
    return [...this.#asks.entries()].sort(([a], [b]) => a - b).map(([, level]) => level);
  }

  #set(side: Map<number, StampedLevel>, [price, size]: IndexerLevelChange): void {
    const key = Number(price);
    if (!(key > 0)) throw new RangeError(`a price must be > 0, was "${price}"`);
    if (Number(size) === 0) side.delete(key);
    else side.set(key, { price, size, stamp: (this.#stamp += 1) });
  }
}

function plain({ price, size }: StampedLevel): IndexerLevel {
  return { price, size };
}

function difference(before: Map<number, StampedLevel>, after: Map<number, StampedLevel>): IndexerLevelChange[] {
  const gone = [...before].filter(([key]) => !after.has(key)).map(([, { price }]) => [price, '0'] as const);
  const changed = [...after]
    .filter(([key, level]) => before.get(key)?.size !== level.size)
    .map(([, { price, size }]) => [price, size] as const);
  return [...gone, ...changed];
}
