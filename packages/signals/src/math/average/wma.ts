import { requirePeriod } from '../require-period';
import { WindowMoments } from '../window/window-moments';

/**
 * Linearly weighted moving average of the last `period` values: the newest weighs `period`, the oldest 1. O(1) per
 * update, no drift.
 *
 * @throws RangeError when `period` is not an integer >= 1
 * @example new Wma(9).update(priceUsd)
 */
export class Wma {
  readonly #moments: WindowMoments;

  constructor(readonly period: number) {
    requirePeriod('period', period);
    this.#moments = new WindowMoments(period);
  }

  /** Undefined before the first `period` values. */
  get value(): number | undefined {
    const { isFull, mean, ramp } = this.#moments;
    // The weights are their mean plus the distance from the middle of the window.
    return isFull ? mean + (2 * ramp) / (this.period * (this.period + 1)) : undefined;
  }

  /** @throws RangeError when the value is not finite */
  update(value: number): number | undefined {
    this.#moments.push(value);
    return this.value;
  }
}
