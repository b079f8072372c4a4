import { Rma } from '../average/rma';
import { requireHighLowClose, type HighLowClose } from '../bar-prices';
import { Cells } from '../cells';
import { requirePeriod } from '../require-period';
import { TrueRange } from '../volatility/true-range';

/**
 * Average directional index: how strong the trend is, 0-100, whatever its direction; with `plusDi` and `minusDi`, the
 * shares of the true range that went up and down. Wilder's own seeds: the bar before the first move has no part in the
 * averages, each of which starts as the mean of `period` values. O(1) per update.
 *
 * A market that never moved has `plusDi` = `minusDi` = 0, which counts as no trend at all; one that stops comes
 * to rest at the DX it had, since all averages fade alike.
 * @throws RangeError when `period` is not an integer >= 1
 * @example new Adx(14).update(bar)
 * @see Wilder, "New Concepts in Technical Trading Systems" (1978)
 */
export class Adx {
  readonly #trueRange: TrueRange;
  readonly #range: Rma;
  readonly #up: Rma;
  readonly #down: Rma;
  readonly #index: Rma;
  /** NaN before the first bar. */
  readonly #highUsd: number;
  readonly #lowUsd: number;

  constructor(
    readonly period = 14,
    private readonly cells: Cells = new Cells(),
  ) {
    requirePeriod('period', period);
    this.#trueRange = new TrueRange(cells);
    this.#range = new Rma(period, cells);
    this.#up = new Rma(period, cells);
    this.#down = new Rma(period, cells);
    this.#index = new Rma(period, cells);
    this.#highUsd = cells.reserve(1, NaN);
    this.#lowUsd = cells.reserve(1);
  }

  /** 0-100. Undefined before the first 2 x `period` bars. */
  get value(): number | undefined {
    return this.#index.value;
  }

  /** +DI, 0-100. Undefined before the first `period` + 1 bars. */
  get plusDi(): number | undefined {
    return this.#shareOfRange(this.#up.value);
  }

  /** -DI, 0-100. Undefined before the first `period` + 1 bars. */
  get minusDi(): number | undefined {
    return this.#shareOfRange(this.#down.value);
  }

  /** DX, 0-100: the ADX before its last smoothing. Undefined before the first `period` + 1 bars. */
  get dx(): number | undefined {
    const { plusDi, minusDi } = this;
    if (plusDi === undefined || minusDi === undefined) return undefined;
    const total = plusDi + minusDi;
    return total > 0 ? (100 * Math.abs(plusDi - minusDi)) / total : 0;
  }

  /** @throws RangeError when a price is not finite */
  update(bar: HighLowClose): number | undefined {
    requireHighLowClose(bar);
    const rangeUsd = this.#trueRange.update(bar);
    const { row } = this.cells;
    const highUsd = row[this.#highUsd]!;
    if (!Number.isNaN(highUsd)) this.#takeIn(rangeUsd, bar.highUsd - highUsd, row[this.#lowUsd]! - bar.lowUsd);
    row[this.#highUsd] = bar.highUsd;
    row[this.#lowUsd] = bar.lowUsd;
    return this.value;
  }

  /** Only the larger one of the two moves counts, and only if it leads out of the range of the bar before. */
  #takeIn(rangeUsd: number, upUsd: number, downUsd: number): void {
    this.#range.update(rangeUsd);
    this.#up.update(upUsd > downUsd && upUsd > 0 ? upUsd : 0);
    this.#down.update(downUsd > upUsd && downUsd > 0 ? downUsd : 0);
    const { dx } = this;
    if (dx !== undefined) this.#index.update(dx);
  }

  #shareOfRange(moveUsd: number | undefined): number | undefined {
    const rangeUsd = this.#range.value;
    if (moveUsd === undefined || rangeUsd === undefined) return undefined;
    return rangeUsd > 0 ? (100 * moveUsd) / rangeUsd : 0;
  }
}
