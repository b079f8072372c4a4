import { requirePeriod } from '../require-period';
import { WindowMoments } from './window-moments';

/**
 * Variance of the last `period` values. Exactly 0 when they are all equal. O(1) per update, no drift.
 *
 * @throws RangeError when `period` is not an integer >= 2
 * @example new RollingVariance(30).update(logReturn)
 * @see Welford, "Note on a method for calculating corrected sums of squares and products" (1962)
 */
export class RollingVariance {
  readonly #moments: WindowMoments;

  constructor(readonly period: number) {
    requirePeriod('period', period, 2);
    this.#moments = new WindowMoments(period);
  }

  /** Unbiased: divided by `period - 1`. Undefined before the first `period` values. */
  get value(): number | undefined {
    return this.#moments.isFull ? this.#moments.squares / (this.period - 1) : undefined;
  }

  /** The variance of the window itself: divided by `period`. */
  get populationVariance(): number | undefined {
    return this.#moments.isFull ? this.#moments.squares / this.period : undefined;
  }

  /** Root of the unbiased variance. */
  get standardDeviation(): number | undefined {
    const variance = this.value;
    return variance === undefined ? undefined : Math.sqrt(variance);
  }

  get mean(): number | undefined {
    return this.#moments.isFull ? this.#moments.mean : undefined;
  }

  /** @throws RangeError when the value is not finite */
  update(value: number): number | undefined {
    this.#moments.push(value);
    return this.value;
  }
}
