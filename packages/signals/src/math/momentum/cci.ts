import { requireHighLowClose, typicalPriceUsd, type HighLowClose } from '../bar-prices';
import { requirePeriod } from '../require-period';
import { WindowMoments } from '../window/window-moments';

/** Makes about three quarters of the values lie between -100 and 100. */
const SCALE = 0.015;

/**
 * Commodity channel index: distance of the typical price from its mean of the last `period` bars, in mean absolute
 * deviations / 0.015. 0 when all are equal. O(`period`) per update: the mean absolute deviation has no shorter way.
 *
 * @throws RangeError when `period` is not an integer >= 2
 * @example new Cci(20).update(bar)
 * @see Lambert, "Commodity Channel Index: Tool for Trading Cyclic Trends" (1980)
 */
export class Cci {
  readonly #typical: WindowMoments;
  #value: number | undefined;

  constructor(readonly period = 20) {
    requirePeriod('period', period, 2);
    this.#typical = new WindowMoments(period);
  }

  /** Undefined before the first `period` bars. */
  get value(): number | undefined {
    return this.#value;
  }

  /** @throws RangeError when a price is not finite */
  update(bar: HighLowClose): number | undefined {
    requireHighLowClose(bar);
    this.#typical.push(typicalPriceUsd(bar));
    if (this.#typical.isFull) this.#value = this.#distance();
    return this.#value;
  }

  #distance(): number {
    const { mean, newest, squares } = this.#typical;
    let deviations = 0;
    for (let index = 0; index < this.period; index += 1) deviations += Math.abs(this.#typical.at(index) - mean);
    return squares > 0 ? (newest - mean) / ((SCALE * deviations) / this.period) : 0;
  }
}
