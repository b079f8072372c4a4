/**
 * A sum that carries its rounding error along, so that numbers can be added and taken away millions of times without
 * drift, a huge one among small ones too.
 *
 * @see Neumaier, "Rundungsfehleranalyse einiger Verfahren zur Summation endlicher Summen" (1974)
 */
export class CompensatedSum {
  #sum = 0;
  #error = 0;

  get value(): number {
    return this.#sum + this.#error;
  }

  add(amount: number): void {
    const sum = this.#sum + amount;
    const larger = Math.abs(this.#sum) >= Math.abs(amount) ? this.#sum : amount;
    const smaller = larger === amount ? this.#sum : amount;
    this.#error += larger - sum + smaller;
    this.#sum = sum;
  }

  /** What to keep, together with `error`, in order to go on from there with `restore`. */
  get rounded(): number {
    return this.#sum;
  }

  get error(): number {
    return this.#error;
  }

  restore(rounded: number, error: number): void {
    this.#sum = rounded;
    this.#error = error;
  }

  reset(): void {
    this.#sum = 0;
    this.#error = 0;
  }
}
