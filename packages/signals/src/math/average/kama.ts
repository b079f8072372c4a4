import { requirePeriod } from '../require-period';
import { EfficiencyRatio } from '../trend/efficiency-ratio';

/** Options of `Kama`. */
export type KamaOptions = {
  /** Steps over which the efficiency is measured; 10 by default. */
  readonly period?: number;
  /** EMA period in a straight line; 2 by default. */
  readonly fastPeriod?: number;
  /** EMA period in pure noise, > `fastPeriod`; 30 by default. */
  readonly slowPeriod?: number;
};

/**
 * Kaufman's adaptive moving average: an EMA that is fast in a straight move and all but stands still in noise. Starts at
 * the value before the first efficiency ratio. O(1) per update.
 *
 * @throws RangeError naming the option, its value and the bound
 * @example new Kama({ period: 10 }).update(priceUsd)
 * @see Kaufman, "Smarter Trading" (1995)
 */
export class Kama {
  readonly #efficiency: EfficiencyRatio;
  readonly #fast: number;
  readonly #slow: number;
  #mean = 0;

  constructor({ period = 10, fastPeriod = 2, slowPeriod = 30 }: KamaOptions = {}) {
    requirePeriod('fastPeriod', fastPeriod);
    requirePeriod('slowPeriod', slowPeriod, fastPeriod + 1);
    this.#efficiency = new EfficiencyRatio(period);
    this.#fast = 2 / (fastPeriod + 1);
    this.#slow = 2 / (slowPeriod + 1);
  }

  /** Undefined before the first `period` + 1 values. */
  get value(): number | undefined {
    return this.#efficiency.value === undefined ? undefined : this.#mean;
  }

  /** @throws RangeError when the value is not finite */
  update(value: number): number | undefined {
    const efficiency = this.#efficiency.update(value);
    const share = efficiency === undefined ? 1 : (this.#slow + efficiency * (this.#fast - this.#slow)) ** 2;
    this.#mean += share * (value - this.#mean);
    return this.value;
  }
}
