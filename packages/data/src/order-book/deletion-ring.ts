/** A power of two, so that an index wraps around by its lower bits. */
const CAPACITY = 1_024;

/**
 * The latest deletions of one side of a book: which level, by sort key, and at what age of the book. A deletion leaves
 * no level behind that could carry its age, so it is kept here, for as long as an older answer may still state the level.
 */
export class DeletionRing {
  /** Key and age of each side by side, so that a deletion writes to one place in memory. */
  readonly #rows: Float64Array = new Float64Array(CAPACITY * 2);
  #next = 0;
  #isFull = false;
  #newestForgottenAge = -Infinity;

  add(key: number, age: number): void {
    const rows = this.#rows;
    const at = this.#next * 2;
    if (this.#isFull) this.#newestForgottenAge = Math.max(this.#newestForgottenAge, rows[at + 1]!);
    rows[at] = key;
    rows[at + 1] = age;
    this.#next = (this.#next + 1) & (CAPACITY - 1);
    if (this.#next === 0) this.#isFull = true;
  }

  /** Whether every deletion younger than `age` is still here. */
  reachesBackTo(age: number): boolean {
    return this.#newestForgottenAge <= age;
  }

  /** Whether the level was deleted after `age`, as far as the ring reaches back. */
  hasSince(key: number, age: number): boolean {
    const kept = this.#isFull ? CAPACITY : this.#next;
    for (let at = 0; at < kept; at += 1) {
      if (this.#rows[at * 2] === key && this.#rows[at * 2 + 1]! > age) return true;
    }
    return false;
  }

  clear(): void {
    this.#next = 0;
    this.#isFull = false;
    this.#newestForgottenAge = -Infinity;
  }
}
