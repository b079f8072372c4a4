/** The median of the newest values of a series. */
export class TrailingMedian {
  readonly #window: number;
  readonly #values: number[] = [];
  readonly #sorted: number[] = [];

  /** @param window how many values count, an integer > 0 */
  constructor(window: number) {
    this.#window = window;
  }

  /** Undefined before the first value; the lower one of two in the middle. */
  get value(): number | undefined {
    return this.#sorted[(this.#sorted.length - 1) >> 1];
  }

  add(value: number): void {
    if (this.#values.length === this.#window) this.#sorted.splice(this.#placeOf(this.#values.shift()!), 1);
    this.#values.push(value);
    this.#sorted.splice(this.#placeOf(value), 0, value);
  }

  /** The first place whose value is not below. */
  #placeOf(value: number): number {
    let low = 0;
    let high = this.#sorted.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#sorted[middle]! < value) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
