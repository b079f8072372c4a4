const CAPACITY = 128;

/**
 * Which age a book had at which time: a ring of marks, so that the age of a level tells when it was stated without a
 * time per level. Between two marks lie at least `everyMs`, so the ring reaches back 128 times that, or further.
 */
export class AgeMarks {
  readonly #timesMs: Float64Array = new Float64Array(CAPACITY);
  readonly #ages: Float64Array = new Float64Array(CAPACITY);
  #marks = 0;
  /** From this time on a new mark is set; until then the newest one moves along. */
  #nextMs = -Infinity;
  #newestMs = -Infinity;

  constructor(private readonly everyMs: number) {}

  /** The book has this age at this time. A time before the newest one counts as the newest: later is the safe side. */
  mark(timeMs: number, age: number): void {
    if (timeMs > this.#newestMs) this.#newestMs = timeMs;
    if (this.#newestMs >= this.#nextMs) {
      this.#marks += 1;
      this.#nextMs = this.#newestMs + this.everyMs;
    }
    const at = (this.#marks - 1) % CAPACITY;
    this.#timesMs[at] = this.#newestMs;
    this.#ages[at] = age;
  }

  /** An age that the book had at `timeMs` at the latest; what is older was stated by then. Undefined beyond the ring. */
  ageAt(timeMs: number): number | undefined {
    const oldest = Math.max(0, this.#marks - CAPACITY);
    for (let index = this.#marks - 1; index >= oldest; index -= 1) {
      const at = index % CAPACITY;
      if (this.#timesMs[at]! <= timeMs) return this.#ages[at];
    }
    return undefined;
  }

  clear(): void {
    this.#marks = 0;
    this.#nextMs = -Infinity;
    this.#newestMs = -Infinity;
  }
}
