/** Updates arrive mostly near the top: so many levels are searched one by one before a binary search takes over. */
const NEAR_LEVELS = 16;
const INITIAL_CAPACITY = 128;

/** Which price is best: the highest of the bids (1), the lowest of the asks (-1). */
export type LadderDirection = 1 | -1;

/**
 * The raw levels of one side of a book in columns, sorted with the best level at the end.
 *
 * The sort key is `direction x price`, so both sides are ascending. The levels are a window into the columns: dropping
 * the farthest level moves the start of the window, and a change near the top moves only the few levels above it.
 */
export class PriceLadder {
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

  /** Sets the absolute size of a level; size 0 deletes it. */
  set(priceUsd: number, sizeBase: number, age: number): void {
    const key = this.#direction * priceUsd;
    const index = this.#lowerBound(key);
    const isKnown = index < this.#end && this.#keys[index] === key;
    if (sizeBase === 0) {
      if (isKnown) this.#remove(index);
    } else if (isKnown) {
      this.#sizes[index] = sizeBase;
      this.#ages[index] = age;
    } else {
      this.#insert(index, key, sizeBase, age);
    }
  }

  clear(): void {
    this.#first = 0;
    this.#end = 0;
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
    if (this.count === this.#maxLevels) {
      if (index === this.#first) return;
      this.#first += 1;
    }
    const above = this.#end - index;
    if (this.#end === this.#keys.length) this.#makeRoom();
    const at = this.#end - above;
    this.#shift(at + 1, at);
    this.#keys[at] = key;
    this.#sizes[at] = sizeBase;
    this.#ages[at] = age;
    this.#end += 1;
  }

  #remove(index: number): void {
    this.#shift(index, index + 1);
    this.#end -= 1;
  }

  /** Moves everything from `from` up to the best level to `to`. */
  #shift(to: number, from: number): void {
    if (from === this.#end) return;
    this.#keys.copyWithin(to, from, this.#end);
    this.#sizes.copyWithin(to, from, this.#end);
    this.#ages.copyWithin(to, from, this.#end);
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
