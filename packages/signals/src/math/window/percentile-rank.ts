import { requirePeriod } from '../require-period';
import { SortedWindow } from './sorted-window';

/**
 * How the newest value ranks among the last `period` ones, itself among them: the share of smaller values plus half
 * that of equal ones, times 100. From 50 / period to 100 - 50 / period; 50 when all are equal. Depends on the order of
 * the values alone, so any rising function of them ranks the same. O(period) per update at worst, over a few bytes.
 *
 * @throws RangeError when `period` is not an integer >= 1
 * @example new PercentileRank(60).update(volatility)
 */
export class PercentileRank {
  readonly #window: SortedWindow;

  constructor(readonly period: number) {
    requirePeriod('period', period);
    this.#window = new SortedWindow(period);
  }

  /** 0-100. Undefined before the first `period` values. */
  get value(): number | undefined {
    return this.rankOf(this.#window.newest);
  }

  /** Rank of a value that is not taken in, 0-100. */
  rankOf(value: number): number | undefined {
    if (!this.#window.isFull) return undefined;
    const smaller = this.#window.countBelow(value, false);
    const notLarger = this.#window.countBelow(value, true);
    return (50 * (smaller + notLarger)) / this.period;
  }

  /** @throws RangeError when the value is not finite */
  update(value: number): number | undefined {
    this.#window.push(value);
    return this.value;
  }
}
