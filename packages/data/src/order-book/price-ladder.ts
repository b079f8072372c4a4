import { DeletionRing } from './deletion-ring';
import type { RawSide } from './policies/uncross-policy';

/** Updates arrive mostly near the top: so many levels are searched and moved one by one before built-ins take over. */
const NEAR_LEVELS = 16;
const INITIAL_CAPACITY = 128;

/** Which price is best: the highest of the bids (1), the lowest of the asks (-1). */
export type LadderDirection = 1 | -1;

/**
 * The raw levels of one side of a book in columns, sorted with the best level at the end.
 *
 * The sort key is `direction x price`, so both sides are ascending and a better level has the larger key. The levels are
 * a window into the columns: dropping the farthest level moves the start of the window, and a change near the top moves
 * only the few levels above it.
 */
export class PriceLadder implements RawSide {
  /** What the exchange deleted lately. */
  readonly deletions: DeletionRing = new DeletionRing();
  /** Below this key levels may exist that were never stated or were dropped. */
  horizonKey: number = -Infinity;
  readonly #direction: LadderDirection;
  readonly #maxLevels: number;
  #keys: Float64Array = new Float64Array(INITIAL_CAPACITY);
  #sizes: Float64Array = new Float64Array(INITIAL_CAPACITY);
  #ages: Float64Array = new Float64Array(INITIAL_CAPACITY);
  #first = 0;
  #end = 0;

  constructor(direction: LadderDirection, maxLevels: number) {
    this.#direction = direction;
    this.#maxLevels = maxLevels;
  }

  get count(): number {
    return this.#end - this.#first;
  }

  /** Depth 0 is the best level. The caller keeps it within 0..count-1. */
  priceAt(depth: number): number {
    return this.#direction * this.#keys[this.#end - 1 - depth]!;
  }

  sizeAt(depth: number): number {
    return this.#sizes[this.#end - 1 - depth]!;
  }

  ageAt(depth: number): number {
    return this.#ages[this.#end - 1 - depth]!;
  }

  keyAt(depth: number): number {
    return this.#keys[this.#end - 1 - depth]!;
  }

  priceOf(key: number): number {
    return this.#direction * key;
  }

  /** Sets the absolute size of a level as the exchange stated it; size 0 deletes it. */
  set(priceUsd: number, sizeBase: number, age: number): void {
    const key = this.#direction * priceUsd;
    const index = this.#lowerBound(key);
    const isKnown = index < this.#end && this.#keys[index] === key;
    if (sizeBase === 0) {
      this.deletions.add(key, age);
      if (isKnown) this.#remove(index);
    } else if (isKnown) {
      this.#sizes[index] = sizeBase;
      this.#ages[index] = age;
    } else {
      this.#insert(index, key, sizeBase, age);
    }
  }

  /** What is known ends at the worst level: deeper ones may exist. */
  endAtWorst(): void {
    if (this.count > 0) this.horizonKey = Math.max(this.horizonKey, this.#keys[this.#first]!);
  }

  /** Forgets a level of which the exchange said nothing; unlike a deletion it may be stated again at any time. */
  evict(key: number): void {
    const index = this.#lowerBound(key);
    if (index < this.#end && this.#keys[index] === key) this.#remove(index);
  }

  clear(): void {
    this.#first = 0;
    this.#end = 0;
    this.horizonKey = -Infinity;
    this.deletions.clear();
  }

  /** The first index whose key is not below `key`. */
  #lowerBound(key: number): number {
    const keys = this.#keys;
    const near = Math.max(this.#first, this.#end - NEAR_LEVELS);
    let index = this.#end;
    while (index > near && keys[index - 1]! >= key) index -= 1;
    if (index > near) return index;
    let low = this.#first;
    let high = near;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (keys[middle]! < key) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #insert(index: number, key: number, sizeBase: number, age: number): void {
    const isFull = this.count === this.#maxLevels;
    if (isFull && index === this.#first) {
      this.endAtWorst();
      return;
    }
    if (isFull) this.#first += 1;
    const above = this.#end - index;
    if (this.#end === this.#keys.length) this.#makeRoom();
    const at = this.#end - above;
    this.#moveUp(at);
    this.#keys[at] = key;
    this.#sizes[at] = sizeBase;
    this.#ages[at] = age;
    this.#end += 1;
    if (isFull) this.endAtWorst();
  }

  /** Moves the levels from `from` up to the best one by one index. */
  #moveUp(from: number): void {
    if (this.#end - from > NEAR_LEVELS) {
      this.#keys.copyWithin(from + 1, from, this.#end);
      this.#sizes.copyWithin(from + 1, from, this.#end);
      this.#ages.copyWithin(from + 1, from, this.#end);
      return;
    }
    const [keys, sizes, ages] = [this.#keys, this.#sizes, this.#ages];
    for (let index = this.#end; index > from; index -= 1) {
      keys[index] = keys[index - 1]!;
      sizes[index] = sizes[index - 1]!;
      ages[index] = ages[index - 1]!;
    }
  }

  /** Closes the gap at `index`: the levels above it move down. */
  #remove(index: number): void {
    this.#end -= 1;
    const end = this.#end;
    if (end - index > NEAR_LEVELS) {
      this.#keys.copyWithin(index, index + 1, end + 1);
      this.#sizes.copyWithin(index, index + 1, end + 1);
      this.#ages.copyWithin(index, index + 1, end + 1);
      return;
    }
    const [keys, sizes, ages] = [this.#keys, this.#sizes, this.#ages];
    for (let to = index; to < end; to += 1) {
      keys[to] = keys[to + 1]!;
      sizes[to] = sizes[to + 1]!;
      ages[to] = ages[to + 1]!;
    }
  }

  /** Doubles the columns, or, when dropped levels take up half of them, only moves the window back to their start. */
  #makeRoom(): void {
    const { length } = this.#keys;
    const capacity = this.count * 2 <= length ? length : length * 2;
    this.#keys = this.#moved(this.#keys, capacity);
    this.#sizes = this.#moved(this.#sizes, capacity);
    this.#ages = this.#moved(this.#ages, capacity);
    this.#end -= this.#first;
    this.#first = 0;
  }

  #moved(column: Float64Array, capacity: number): Float64Array {
    if (capacity === column.length) return column.copyWithin(0, this.#first, this.#end);
    const larger = new Float64Array(capacity);
    larger.set(column.subarray(this.#first, this.#end));
    return larger;
  }
}
