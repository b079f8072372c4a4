const CAPACITY = 1_024;

/**
 * The latest deletions of one side of a book: which level, by sort key, and at what age of the book. A deletion leaves
 * no level behind that could carry its age, so it is kept here, for as long as an older answer may still state the level.
 */
export class DeletionRing {
  readonly #keys: Float64Array = new Float64Array(CAPACITY);
  readonly #ages: Float64Array = new Float64Array(CAPACITY);
  #added = 0;
  #newestForgottenAge = -Infinity;

  add(key: number, age: number): void {
    const at = this.#added % CAPACITY;
    if (this.#added >= CAPACITY) this.#newestForgottenAge = Math.max(this.#newestForgottenAge, this.#ages[at]!);
    this.#keys[at] = key;
    this.#ages[at] = age;
    this.#added += 1;
  }

  /** Whether every deletion younger than `age` is still here. */
  reachesBackTo(age: number): boolean {
    return this.#newestForgottenAge <= age;
  }

  /** Whether the level was deleted after `age`, as far as the ring reaches back. */
  hasSince(key: number, age: number): boolean {
    const kept = Math.min(this.#added, CAPACITY);
    for (let at = 0; at < kept; at += 1) {
      if (this.#keys[at] === key && this.#ages[at]! > age) return true;
    }
    return false;
  }

  clear(): void {
    this.#added = 0;
    this.#newestForgottenAge = -Infinity;
  }
}
