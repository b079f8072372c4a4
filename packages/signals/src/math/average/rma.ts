import { Cells } from '../cells';
import { requireFinite } from '../require-finite';
import { requirePeriod } from '../require-period';

/**
 * Wilder's moving average: the mean of the first `period` values, from then on 1/period of the way toward each new
 * value. Also called smoothed moving average, SMMA or WSMA. O(1) per update.
 *
 * @throws RangeError when `period` is not an integer >= 1
 * @example new Rma(14).update(trueRangeUsd)
 * @see Wilder, "New Concepts in Technical Trading Systems" (1978)
 */
export class Rma {
  readonly #updates: number;
  readonly #mean: number;

  constructor(
    readonly period: number,
    private readonly cells: Cells = new Cells(),
  ) {
    requirePeriod('period', period);
    this.#updates = cells.reserve(1);
    this.#mean = cells.reserve(1);
  }

  /** Undefined before the first `period` values. */
  get value(): number | undefined {
    const { row } = this.cells;
    return row[this.#updates]! >= this.period ? row[this.#mean]! : undefined;
  }

  /** @throws RangeError when the value is not finite */
  update(value: number): number | undefined {
    requireFinite('value', value);
    // While the average is young, 1/updates of the way: which makes it the mean of all values so far.
    const { row } = this.cells;
    if (row[this.#updates]! < this.period) row[this.#updates] = row[this.#updates]! + 1;
    row[this.#mean] = row[this.#mean]! + (value - row[this.#mean]!) / row[this.#updates]!;
    return this.value;
  }
}
