import { DeletionRing } from './deletion-ring';
import type { RawSide } from './policies/uncross-policy';

/** Updates arrive mostly near the top: so many levels are searched and moved one by one before built-ins take over. */
const NEAR_LEVELS = 8;
const INITIAL_LEVELS = 128;
/** A level is three numbers: its sort key, its size in base units, its age. */
const WIDTH = 3;
const SIZE = 1;
const AGE = 2;

/** Which price is best: the highest of the bids (1), the lowest of the asks (-1). */
export type LadderDirection = 1 | -1;

/**
 * The raw levels of one side of a book, sorted with the best level at the end.
 *
 * The sort key is `direction x price`, so both sides are ascending and a better level has the larger key. The levels are
 * a window into one column of numbers, three for each: what belongs to a level lies in one place, and all of it moves at
 * once (a quarter less time than with three columns). Dropping the farthest level moves the start of the window, and a
 * change near the top moves only the few levels above it.
 */
export class PriceLadder implements RawSide {
  /** What the exchange deleted lately. */
  readonly deletions: DeletionRing = new DeletionRing();
  /** Below this key levels may exist that were never stated or were dropped. */
  horizonKey: number = -Infinity;
  readonly #direction: LadderDirection;
  readonly #maxLevels: number;
  #rows: Float64Array = new Float64Array(INITIAL_LEVELS * WIDTH);
  /** Which levels of the column are in use, the best one last. */
  #first = 0;
  #end = 0;

  constructor(direction: LadderDirection, maxLevels: number) {
    this.#direction = direction;
    this.#maxLevels = maxLevels;
  }

  get count(): number {
    return this.#end - this.#first;
  }

  /** The key of the best level; -Infinity without levels. */
  get bestKey(): number {
    return this.#end === this.#first ? -Infinity : this.#rows[(this.#end - 1) * WIDTH]!;
  }

  /** Depth 0 is the best level. The caller keeps it within 0..count-1. */
  priceAt(depth: number): number {
    return this.#direction * this.keyAt(depth);
  }

  sizeAt(depth: number): number {
    return this.#rows[(this.#end - 1 - depth) * WIDTH + SIZE]!;
  }

  ageAt(depth: number): number {
    return this.#rows[(this.#end - 1 - depth) * WIDTH + AGE]!;
  }

  keyAt(depth: number): number {
    return this.#rows[(this.#end - 1 - depth) * WIDTH]!;
  }

  priceOf(key: number): number {
    return this.#direction * key;
  }

  /**
   * Sets the absolute size of a level as the exchange stated it; size 0 deletes it.
   *
   * @returns false when the best level is what it was before
   */
  set(priceUsd: number, sizeBase: number, age: number): boolean {
    const key = this.#direction * priceUsd;
    const index = this.#lowerBound(key);
    const rows = this.#rows;
    const end = this.#end;
    const isKnown = index < end && rows[index * WIDTH] === key;
    if (sizeBase === 0) {
      this.deletions.add(key, age);
      if (isKnown) this.#remove(index);
    } else if (isKnown) {
      rows[index * WIDTH + SIZE] = sizeBase;
      rows[index * WIDTH + AGE] = age;
    } else {
      this.#insert(index, key, sizeBase, age);
    }
    return index === (isKnown ? end - 1 : end);
  }

  /** What is known ends at the worst level: deeper ones may exist. */
  endAtWorst(): void {
    if (this.count > 0) this.horizonKey = Math.max(this.horizonKey, this.#rows[this.#first * WIDTH]!);
  }

  /** Forgets a level of which the exchange said nothing; unlike a deletion it may be stated again at any time. */
  evict(key: number): void {
    const index = this.#lowerBound(key);
    if (index < this.#end && this.#rows[index * WIDTH] === key) this.#remove(index);
  }

  clear(): void {
    this.#first = 0;
    this.#end = 0;
    this.horizonKey = -Infinity;
    this.deletions.clear();
  }

  /** The first level whose key is not below `key`. */
  #lowerBound(key: number): number {
    const rows = this.#rows;
    const near = Math.max(this.#first, this.#end - NEAR_LEVELS);
    let index = this.#end;
    while (index > near && rows[(index - 1) * WIDTH]! >= key) index -= 1;
    if (index > near) return index;
    let low = this.#first;
    let high = near;
    while (low < high) {
      // With `>>>` V8 takes it for more than 31 bits and multiplies in float64: a tenth of the time of a deep book.
      const middle = (low + high) >> 1;
      if (rows[middle * WIDTH]! < key) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #insert(before: number, key: number, sizeBase: number, age: number): void {
    const isFull = this.count === this.#maxLevels;
    if (isFull && before === this.#first) {
      this.endAtWorst();
      return;
    }
    if (isFull) this.#first += 1;
    const above = this.#end - before;
    if (this.#end * WIDTH === this.#rows.length) this.#makeRoom();
    const index = this.#end - above;
    this.#moveUp(index);
    const rows = this.#rows;
    rows[index * WIDTH] = key;
    rows[index * WIDTH + SIZE] = sizeBase;
    rows[index * WIDTH + AGE] = age;
    this.#end += 1;
    if (isFull) this.endAtWorst();
  }

  /** Moves the levels from `index` up to the best one by one level. */
  #moveUp(index: number): void {
    const rows = this.#rows;
    const start = index * WIDTH;
    const end = this.#end * WIDTH;
    if (end - start > NEAR_LEVELS * WIDTH) rows.copyWithin(start + WIDTH, start, end);
    else for (let at = end - 1; at >= start; at -= 1) rows[at + WIDTH] = rows[at]!;
  }

  /** Closes the gap at `index`: the levels above it move down. */
  #remove(index: number): void {
    this.#end -= 1;
    const rows = this.#rows;
    const gap = index * WIDTH;
    const end = this.#end * WIDTH;
    if (end - gap > NEAR_LEVELS * WIDTH) rows.copyWithin(gap, gap + WIDTH, end + WIDTH);
    else for (let at = gap; at < end; at += 1) rows[at] = rows[at + WIDTH]!;
  }

  /** Doubles the column, or, when dropped levels take up half of it, only moves the window back to its start. */
  #makeRoom(): void {
    const { length } = this.#rows;
    const isHalfEmpty = this.count * WIDTH * 2 <= length;
    const rows = isHalfEmpty ? this.#rows : new Float64Array(length * 2);
    rows.set(this.#rows.subarray(this.#first * WIDTH, this.#end * WIDTH));
    this.#rows = rows;
    this.#end -= this.#first;
    this.#first = 0;
  }
}
