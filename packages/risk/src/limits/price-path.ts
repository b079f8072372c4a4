/**
 * The prices of one market at the ends of steps of equal length, for as many returns as it is made for. A price stands until the
 * next is stated: steps without one have a return of 0.
 */
export class PricePath {
  readonly #logs: Float64Array;
  /** The step in which the present price was stated. */
  #step = -Infinity;
  #log = NaN;
  #firstStep = Infinity;

  constructor(readonly returns: number) {
    this.#logs = new Float64Array(returns + 1);
  }

  /** The first step whose closing price is known; Infinity before any price. */
  get firstStep(): number {
    return this.#firstStep;
  }

  /** Takes a price > 0 that holds from this step on. What comes late counts as the present price. */
  state(step: number, priceUsd: number): void {
    if (this.#firstStep === Infinity) this.#firstStep = this.#step = step;
    const size = this.#logs.length;
    for (let closed = Math.max(this.#step, step - size); closed < step; closed++) this.#logs[closed % size] = this.#log;
    this.#step = Math.max(this.#step, step);
    this.#log = Math.log(priceUsd);
  }

  /** Logarithm of the price at the end of a step: not before the first, and not further back than the returns reach. */
  logAt(step: number): number {
    return step >= this.#step ? this.#log : this.#logs[step % this.#logs.length]!;
  }
}
