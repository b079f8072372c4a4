import type { Cells } from '../math/cells';

/** The last log returns of a market, for several measures to read. */
export class ReturnWindow {
  readonly #count: number;
  readonly #returns: number;

  /** @param capacity how many are kept, >= 1 */
  constructor(
    private readonly capacity: number,
    private readonly cells: Cells,
  ) {
    this.#count = cells.reserve(1);
    this.#returns = cells.reserve(capacity);
  }

  /** How many there were, those no longer kept included. */
  get count(): number {
    return this.cells.row[this.#count]!;
  }

  /** The return so many bars ago, 1 being the newest; 0 where there was none. */
  ago(bars: number): number {
    const { row } = this.cells;
    const index = row[this.#count]! - bars;
    return index < 0 ? 0 : row[this.#returns + (index % this.capacity)]!;
  }

  push(logReturn: number): void {
    const { row } = this.cells;
    const count = row[this.#count]!;
    row[this.#returns + (count % this.capacity)] = logReturn;
    row[this.#count] = count + 1;
  }
}
