import { requireFinite } from '../require-finite';
import { requirePeriod } from '../require-period';

/**
 * Wilder's moving average: the mean of the first `period` values, from then on 1/period of the way toward each new
 * value. Also called smoothed moving average, SMMA or WSMA. O(1) per update.
 *
 * @throws RangeError when `period` is not an integer >= 1
 * @example new Rma(14).update(trueRangeUsd)
 * @see Wilder, "New Concepts in Technical Trading Systems" (1978)
 */
export class Rma {
  #updates = 0;
  #mean = 0;

  constructor(readonly period: number) {
    requirePeriod('period', period);
  }

  /** Undefined before the first `period` values. */
  get value(): number | undefined {
    return this.#updates >= this.period ? this.#mean : undefined;
  }

  /** @throws RangeError when the value is not finite */
  update(value: number): number | undefined {
    requireFinite('value', value);
    // While the average is young, 1/updates of the way: which makes it the mean of all values so far.
    if (this.#updates < this.period) this.#updates += 1;
    this.#mean += (value - this.#mean) / this.#updates;
    return this.value;
  }
}
