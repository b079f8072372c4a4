import { requireHighLowClose, type HighLowClose } from '../bar-prices';

/**
 * Range of a bar, the gap from the close before included: max(high, close before) - min(low, close before). High - low
 * for the first bar.
 *
 * @example new TrueRange().update(bar)
 * @see Wilder, "New Concepts in Technical Trading Systems" (1978)
 */
export class TrueRange {
  #lastCloseUsd: number | undefined;
  #rangeUsd: number | undefined;

  /** In the unit of the prices, >= 0. Undefined before the first bar. */
  get value(): number | undefined {
    return this.#rangeUsd;
  }

  /** @throws RangeError when a price is not finite */
  update(bar: HighLowClose): number {
    requireHighLowClose(bar);
    const lastCloseUsd = this.#lastCloseUsd ?? bar.closeUsd;
    this.#lastCloseUsd = bar.closeUsd;
    this.#rangeUsd = Math.max(bar.highUsd, lastCloseUsd) - Math.min(bar.lowUsd, lastCloseUsd);
    return this.#rangeUsd;
  }
}
