import { keptShare } from './half-life';
import { requireFinite } from './require-finite';
import { requireHalfLife } from './require-half-life';

/**
 * Mean and standard deviation of a value over fading time: a value counts for as long as it was in force, so repeating it
 * changes nothing. O(1) per update, four numbers of state, no loss of digits when the value is far from 0.
 *
 * @throws RangeError when `halfLifeMs` is not a finite number > 0
 * @example new DecayedDeviation(600_000).update(premiumBps, stepMs)
 * @see West, "Updating mean and variance estimates: an improved method" (1979), for weighted updates
 */
export class DecayedDeviation {
  #inForce = 0;
  #weight = 0;
  #mean = 0;
  #squares = 0;

  constructor(readonly halfLifeMs: number) {
    requireHalfLife(halfLifeMs);
  }

  /** The value in force while no time has passed since the first one. */
  get mean(): number {
    return this.#weight > 0 ? this.#mean : this.#inForce;
  }

  /** Standard deviation, >= 0; 0 while no time has passed. */
  get deviation(): number {
    return this.#weight > 0 ? Math.sqrt(this.#squares / this.#weight) : 0;
  }

  /**
   * The value so far was in force for `stepMs` (>= 0) more; from now on it is `value`. The first step has to be 0.
   * @throws RangeError when the value is not finite
   */
  update(value: number, stepMs: number): void {
    requireFinite('value', value);
    if (stepMs > 0) this.#take(this.#inForce, keptShare(stepMs, this.halfLifeMs));
    this.#inForce = value;
  }

  #take(value: number, kept: number): void {
    const fromMean = value - this.#mean;
    this.#weight = kept * this.#weight + (1 - kept);
    const share = this.#weight > 0 ? (1 - kept) / this.#weight : 0;
    this.#mean += share * fromMean;
    this.#squares = kept * this.#squares + (1 - kept) * fromMean * (value - this.#mean);
  }
}
