import { Rma } from '../average/rma';
import { requireFinite } from '../require-finite';

/**
 * Relative strength index: what share of the moves went up, 0-100. Wilder's averages of gains and losses, which start as
 * the means of the first `period` changes. 50 until something has moved; when a market stops, it stays as it was, since
 * gains and losses fade alike. O(1) per update.
 *
 * @throws RangeError when `period` is not an integer >= 1
 * @example new Rsi(14).update(closeUsd)
 * @see Wilder, "New Concepts in Technical Trading Systems" (1978)
 */
export class Rsi {
  readonly #gain: Rma;
  readonly #loss: Rma;
  #last: number | undefined;

  constructor(readonly period = 14) {
    this.#gain = new Rma(period);
    this.#loss = new Rma(period);
  }

  /** Undefined before the first `period` + 1 values. */
  get value(): number | undefined {
    const gain = this.#gain.value;
    const loss = this.#loss.value;
    if (gain === undefined || loss === undefined) return undefined;
    return gain + loss > 0 ? (100 * gain) / (gain + loss) : 50;
  }

  /** @throws RangeError when the value is not finite */
  update(value: number): number | undefined {
    requireFinite('value', value);
    if (this.#last !== undefined) {
      this.#gain.update(Math.max(0, value - this.#last));
      this.#loss.update(Math.max(0, this.#last - value));
    }
    this.#last = value;
    return this.value;
  }
}
