import { requirePeriod } from '../require-period';
import { SortedWindow } from './sorted-window';

/**
 * A quantile of the last `period` values, linear between the two nearest ones (0.5 is the median). O(period) per
 * update at worst, over bytes in one cache line or two.
 *
 * @throws RangeError when `period` is not an integer >= 1 or `probability` is not in [0, 1]
 * @example new RollingQuantile(60, 0.9).update(spreadBps)
 * @see Hyndman and Fan, "Sample Quantiles in Statistical Packages" (1996), definition 7
 */
export class RollingQuantile {
  readonly #window: SortedWindow;

  constructor(
    readonly period: number,
    readonly probability = 0.5,
  ) {
    requirePeriod('period', period);
    if (!(probability >= 0 && probability <= 1))
      throw new RangeError(`probability must be from 0 to 1, was ${probability}`);
    this.#window = new SortedWindow(period);
  }

  /** Undefined before the first `period` values. */
  get value(): number | undefined {
    return this.quantile(this.probability);
  }

  /** Any other quantile of the same window, `probability` in [0, 1]. */
  quantile(probability: number): number | undefined {
    if (!this.#window.isFull) return undefined;
    const rank = probability * (this.period - 1);
    const below = this.#window.at(Math.floor(rank));
    return below + (this.#window.at(Math.ceil(rank)) - below) * (rank % 1);
  }

  /** @throws RangeError when the value is not finite */
  update(value: number): number | undefined {
    this.#window.push(value);
    return this.value;
  }
}
