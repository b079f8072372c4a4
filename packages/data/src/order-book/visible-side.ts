import type { BookSide } from '@perpstream/core';
import type { PriceLadder } from './price-ladder';

/** The levels of one side without the crossed ones at its top; reads through to the ladder. */
export class VisibleSide implements BookSide {
  /** Levels at the top of the ladder that are hidden since they cross. */
  hiddenLevels: number = 0;

  constructor(private readonly ladder: PriceLadder) {}

  get count(): number {
    return this.ladder.count - this.hiddenLevels;
  }

  priceUsd(depth: number): number {
    return this.ladder.priceAt(this.#ladderDepth(depth));
  }

  sizeBase(depth: number): number {
    return this.ladder.sizeAt(this.#ladderDepth(depth));
  }

  #ladderDepth(depth: number): number {
    if (!(depth >= 0 && depth < this.count && Number.isInteger(depth))) {
      throw new RangeError(`depth must be a whole number in 0..${this.count - 1}, was ${depth}`);
    }
    return depth + this.hiddenLevels;
  }
}
