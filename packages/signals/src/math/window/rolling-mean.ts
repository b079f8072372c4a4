import { RollingSum } from './rolling-sum';

/**
 * Mean of the last `period` values: the simple moving average (SMA). O(1) per update, no drift.
 *
 * @throws RangeError when `period` is not an integer >= 1
 * @example new RollingMean(20).update(priceUsd)
 */
export class RollingMean {
  readonly #sum: RollingSum;

  constructor(readonly period: number) {
    this.#sum = new RollingSum(period);
  }

  /** Undefined before the first `period` values. */
  get value(): number | undefined {
    const sum = this.#sum.value;
    return sum === undefined ? undefined : sum / this.period;
  }

  /** @throws RangeError when the value is not finite */
  update(value: number): number | undefined {
    this.#sum.update(value);
    return this.value;
  }
}
