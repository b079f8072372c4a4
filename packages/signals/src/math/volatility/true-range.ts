import { requireHighLowClose, type HighLowClose } from '../bar-prices';
import { Cells } from '../cells';

/**
 * Range of a bar, the gap from the close before included: max(high, close before) - min(low, close before). High - low
 * for the first bar.
 *
 * @example new TrueRange().update(bar)
 * @see Wilder, "New Concepts in Technical Trading Systems" (1978)
 */
export class TrueRange {
  // NaN before the first bar.
  readonly #lastCloseUsd: number;
  readonly #rangeUsd: number;

  constructor(private readonly cells: Cells = new Cells()) {
    this.#lastCloseUsd = cells.reserve(1, NaN);
    this.#rangeUsd = cells.reserve(1, NaN);
  }

  /** In the unit of the prices, >= 0. Undefined before the first bar. */
  get value(): number | undefined {
    const rangeUsd = this.cells.row[this.#rangeUsd]!;
    return Number.isNaN(rangeUsd) ? undefined : rangeUsd;
  }

  /** @throws RangeError when a price is not finite */
  update(bar: HighLowClose): number {
    requireHighLowClose(bar);
    const { row } = this.cells;
    const before = row[this.#lastCloseUsd]!;
    const lastCloseUsd = Number.isNaN(before) ? bar.closeUsd : before;
    const rangeUsd = Math.max(bar.highUsd, lastCloseUsd) - Math.min(bar.lowUsd, lastCloseUsd);
    row[this.#lastCloseUsd] = bar.closeUsd;
    row[this.#rangeUsd] = rangeUsd;
    return rangeUsd;
  }
}
