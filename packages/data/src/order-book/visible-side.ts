import type { BookSide } from '@perpstream/core';
import type { PriceLadder } from './price-ladder';

/** The levels of one side as a policy shows them; reads through to the ladder. */
export class VisibleSide implements BookSide {
  /** Levels at the top of the ladder that are hidden since they cross. */
  hiddenLevels: number = 0;
  /** What a policy left of the first visible level, in base units; undefined when it is whole. */
  firstBase: number | undefined = undefined;

  constructor(private readonly ladder: PriceLadder) {}

  get count(): number {
    return this.ladder.count - this.hiddenLevels;
  }

  /** Price of the best visible level; the caller sees to it that there is one. */
  get firstPriceUsd(): number {
    return this.ladder.priceAt(this.hiddenLevels);
  }

  /** Size of the best visible level; the caller sees to it that there is one. */
  get firstSizeBase(): number {
    return this.firstBase ?? this.ladder.sizeAt(this.hiddenLevels);
  }

  priceUsd(depth: number): number {
    return this.ladder.priceAt(this.#ladderDepth(depth));
  }

  sizeBase(depth: number): number {
    const ladderDepth = this.#ladderDepth(depth);
    return depth === 0 && this.firstBase !== undefined ? this.firstBase : this.ladder.sizeAt(ladderDepth);
  }

  show(hiddenLevels: number, firstBase: number | undefined): void {
    this.hiddenLevels = hiddenLevels;
    this.firstBase = firstBase;
  }

  #ladderDepth(depth: number): number {
    if (!(depth >= 0 && depth < this.count && Number.isInteger(depth))) {
      throw new RangeError(`depth must be a whole number in 0..${this.count - 1}, was ${depth}`);
    }
    return depth + this.hiddenLevels;
  }
}
