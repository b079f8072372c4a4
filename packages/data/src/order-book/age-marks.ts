/** A power of two, so that an index wraps around by its lower bits. */
const CAPACITY = 128;

/**
 * Which age a book had at which time: a ring of marks, so that the age of a level tells when it was stated without a
 * time per level. Between two marks lie at least `everyMs`, so the ring reaches back 127 times that, or further.
 */
export class AgeMarks {
  readonly #timesMs: Float64Array = new Float64Array(CAPACITY);
  readonly #ages: Float64Array = new Float64Array(CAPACITY);
  /** Index of the newest mark, and how many there are. */
  #newest = 0;
  #count = 0;
  /** From this time on a new mark is set; until then the newest one moves along. */
  #nextMs = -Infinity;

  constructor(private readonly everyMs: number) {}

  /** The book has this age at this time. A time before that of the newest mark counts as the same: later is the safe side. */
  mark(timeMs: number, age: number): void {
    if (timeMs >= this.#nextMs) {
      this.#newest = (this.#newest + 1) & (CAPACITY - 1);
      this.#count = Math.min(this.#count + 1, CAPACITY);
      this.#nextMs = timeMs + this.everyMs;
      this.#timesMs[this.#newest] = timeMs;
    } else if (timeMs > this.#timesMs[this.#newest]!) this.#timesMs[this.#newest] = timeMs;
    this.#ages[this.#newest] = age;
  }

  /** An age that the book had at `timeMs` at the latest: what is not younger was stated by then. Undefined beyond the ring. */
  ageAt(timeMs: number): number | undefined {
    for (let back = 0; back < this.#count; back += 1) {
      const at = (this.#newest - back) & (CAPACITY - 1);
      if (this.#timesMs[at]! <= timeMs) return this.#ages[at];
    }
    return undefined;
  }

  clear(): void {
    this.#count = 0;
    this.#nextMs = -Infinity;
  }
}
