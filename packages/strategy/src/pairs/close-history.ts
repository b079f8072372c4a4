/** Bars without a statement up to this many are taken as bars without trades; after more of them a history starts anew. */
const LONGEST_HOLE_BARS = 5;

/** The log closes of the last bars of one market. Bars are numbered by their end. */
export class CloseHistory {
  readonly #logs: Float64Array;
  #count = 0;
  #bar = NaN;

  constructor(private readonly capacity: number) {
    this.#logs = new Float64Array(capacity);
  }

  /** The number of the newest bar, NaN before the first. */
  get bar(): number {
    return this.#bar;
  }

  /** Log of the newest close. */
  get newest(): number {
    return this.#logs[this.#bar % this.capacity]!;
  }

  get isFull(): boolean {
    return this.#count === this.capacity;
  }

  /** Takes in the close of a bar. Older bars are ignored; a short hole is filled with the close before it. */
  add(bar: number, closeUsd: number): void {
    if (!(closeUsd > 0) || bar <= this.#bar) return;
    const missing = bar - this.#bar - 1;
    if (missing <= LONGEST_HOLE_BARS) {
      const before = this.newest;
      for (let hole = 0; hole < missing; hole += 1) this.#push(this.#bar + 1, before);
    } else this.#count = 0;
    this.#push(bar, Math.log(closeUsd));
  }

  /** The closes that are kept, oldest first. */
  toArray(): Float64Array {
    const first = this.#bar - this.#count + 1;
    return Float64Array.from({ length: this.#count }, (_, age) => this.#logs[(first + age) % this.capacity]!);
  }

  #push(bar: number, logClose: number): void {
    this.#logs[bar % this.capacity] = logClose;
    this.#bar = bar;
    this.#count = Math.min(this.#count + 1, this.capacity);
  }
}
