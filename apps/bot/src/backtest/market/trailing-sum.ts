/** The sum of what was added within a time before the newest. */
export class TrailingSum {
  readonly #windowMs: number;
  readonly #entries: { readonly atMs: number; readonly value: number }[] = [];
  #first = 0;
  #sum = 0;

  constructor(windowMs: number) {
    this.#windowMs = windowMs;
  }

  get value(): number {
    return this.#sum;
  }

  /** Times must ascend. */
  add(atMs: number, value: number): void {
    this.#entries.push({ atMs, value });
    this.#sum += value;
    while (this.#entries[this.#first]!.atMs <= atMs - this.#windowMs) {
      this.#sum -= this.#entries[this.#first]!.value;
      this.#first += 1;
    }
    if (this.#first * 2 > this.#entries.length) this.#forget();
  }

  /** Starts the sum anew from what is left, so that no rounding stays in it. */
  #forget(): void {
    this.#entries.splice(0, this.#first);
    this.#first = 0;
    this.#sum = this.#entries.reduce((sum, { value }) => sum + value, 0);
  }
}
