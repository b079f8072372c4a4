import { Rma } from '../average/rma';
import type { HighLowClose } from '../bar-prices';
import { TrueRange } from './true-range';

/**
 * Average true range: Wilder's average of the true range, the first bar's high - low included. Defined from bar
 * `period` on. O(1) per update.
 *
 * @throws RangeError when `period` is not an integer >= 1
 * @example new Atr(14).update(bar)
 * @see Wilder, "New Concepts in Technical Trading Systems" (1978)
 */
export class Atr {
  readonly #trueRange = new TrueRange();
  readonly #mean: Rma;

  constructor(readonly period = 14) {
    this.#mean = new Rma(period);
  }

  /** In the unit of the prices, >= 0. Undefined before the first `period` bars. */
  get value(): number | undefined {
    return this.#mean.value;
  }

  /** @throws RangeError when a price is not finite */
  update(bar: HighLowClose): number | undefined {
    return this.#mean.update(this.#trueRange.update(bar));
  }
}
