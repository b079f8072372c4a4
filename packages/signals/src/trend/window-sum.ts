import type { Cells } from '../math/cells';
import { CompensatedSum } from '../math/window/compensated-sum';

/**
 * The sum of the last values of a window that somebody else keeps: as `RollingSum`, exactly 0 once all of them are 0, and
 * without drift. Several sums so read one window. State: three numbers.
 */
export class WindowSum {
  readonly #sum = new CompensatedSum();
  readonly #at: number;
  readonly #error: number;
  readonly #nonZero: number;

  constructor(private readonly cells: Cells) {
    this.#at = cells.reserve(1);
    this.#error = cells.reserve(1);
    this.#nonZero = cells.reserve(1);
  }

  get value(): number {
    const { row } = this.cells;
    return row[this.#at]! + row[this.#error]!;
  }

  /** A value came into the window, and another one (0 if none) left it. */
  change(added: number, dropped: number): void {
    const { row } = this.cells;
    const nonZero = row[this.#nonZero]! + Math.abs(Math.sign(added)) - Math.abs(Math.sign(dropped));
    this.#sum.restore(row[this.#at]!, row[this.#error]!);
    if (dropped !== 0) this.#sum.add(-dropped);
    if (added !== 0) this.#sum.add(added);
    if (nonZero === 0) this.#sum.reset();
    row[this.#at] = this.#sum.rounded;
    row[this.#error] = this.#sum.error;
    row[this.#nonZero] = nonZero;
  }
}
