import { keptShare } from './half-life';

/**
 * The exponential moving average of a value over time: a value counts for as long as it was in force, so repeating it
 * changes nothing and a flicker of a few milliseconds weighs next to nothing. The start has no bias toward 0 or toward
 * the first value.
 *
 * @see Eckner, "Algorithms for Unevenly Spaced Time Series" (2012), EMA with last-point interpolation
 */
export class DecayedMean {
  #inForce = 0;
  #weighted = 0;
  #weight = 0;

  constructor(readonly halfLifeMs: number) {}

  /** The mean up to now; the value in force while no time has passed since the first one. */
  get value(): number {
    return this.#weight > 0 ? this.#weighted / this.#weight : this.#inForce;
  }

  /** The value so far was in force for `stepMs` (>= 0) more; from now on it is `value`. The first step has to be 0. */
  update(value: number, stepMs: number): void {
    const kept = keptShare(stepMs, this.halfLifeMs);
    this.#weighted = kept * this.#weighted + (1 - kept) * this.#inForce;
    this.#weight = kept * this.#weight + (1 - kept);
    this.#inForce = value;
  }
}
