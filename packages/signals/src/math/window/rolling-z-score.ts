import { requirePeriod } from '../require-period';
import { WindowMoments } from './window-moments';

/**
 * How many standard deviations the newest value lies above the mean of the last `period` values, itself among them.
 * Within +-(period - 1) / sqrt(period); 0 when all values are equal. O(1) per update, no drift.
 *
 * @throws RangeError when `period` is not an integer >= 2
 * @example new RollingZScore(60).update(spreadUsd)
 * @see Shiffler, "Maximum Z Scores and Outliers" (1988), for the range
 */
export class RollingZScore {
  readonly #moments: WindowMoments;

  constructor(readonly period: number) {
    requirePeriod('period', period, 2);
    this.#moments = new WindowMoments(period);
  }

  /** By the unbiased standard deviation. Undefined before the first `period` values. */
  get value(): number | undefined {
    const { isFull, squares, newest, mean } = this.#moments;
    if (!isFull) return undefined;
    return squares > 0 ? (newest - mean) / Math.sqrt(squares / (this.period - 1)) : 0;
  }

  /** @throws RangeError when the value is not finite */
  update(value: number): number | undefined {
    this.#moments.push(value);
    return this.value;
  }
}
