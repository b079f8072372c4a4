import { requireHighLowClose, type HighLowClose } from '../bar-prices';
import { TrueRange } from '../volatility/true-range';
import { RollingSum } from '../window/rolling-sum';

/**
 * Vortex indicator: way from each low to the next high (`plus`) and from each high to the next low (`minus`), over the
 * true range of the last `period` bars. Above each other in turn as the trend turns. Both 0 without any range. O(1) per
 * update, no drift.
 *
 * @throws RangeError when `period` is not an integer >= 1
 * @example new Vortex(14).update(bar)
 * @see Botes and Siepman, "The Vortex Indicator" (2010)
 */
export class Vortex {
  readonly #trueRange = new TrueRange();
  readonly #rangeUsd: RollingSum;
  readonly #upUsd: RollingSum;
  readonly #downUsd: RollingSum;
  #lastHighUsd: number | undefined;
  #lastLowUsd = 0;

  constructor(readonly period = 14) {
    this.#rangeUsd = new RollingSum(period);
    this.#upUsd = new RollingSum(period);
    this.#downUsd = new RollingSum(period);
  }

  /** VI+. Undefined before the first `period` + 1 bars. */
  get plus(): number | undefined {
    return this.#overRange(this.#upUsd.value);
  }

  /** VI-. Undefined before the first `period` + 1 bars. */
  get minus(): number | undefined {
    return this.#overRange(this.#downUsd.value);
  }

  /** VI+ minus VI-: above 0 in an uptrend. */
  get value(): number | undefined {
    const { plus, minus } = this;
    return plus === undefined || minus === undefined ? undefined : plus - minus;
  }

  /** @throws RangeError when a price is not finite */
  update(bar: HighLowClose): number | undefined {
    requireHighLowClose(bar);
    const rangeUsd = this.#trueRange.update(bar);
    if (this.#lastHighUsd !== undefined) {
      this.#rangeUsd.update(rangeUsd);
      this.#upUsd.update(Math.abs(bar.highUsd - this.#lastLowUsd));
      this.#downUsd.update(Math.abs(bar.lowUsd - this.#lastHighUsd));
    }
    this.#lastHighUsd = bar.highUsd;
    this.#lastLowUsd = bar.lowUsd;
    return this.value;
  }

  #overRange(wayUsd: number | undefined): number | undefined {
    const rangeUsd = this.#rangeUsd.value;
    if (wayUsd === undefined || rangeUsd === undefined) return undefined;
    return rangeUsd > 0 ? wayUsd / rangeUsd : 0;
  }
}
