import { Cells } from './cells';
import { keptShare } from './half-life';

/**
 * The exponential moving average of a value over time: a value counts for as long as it was in force, so repeating it
 * changes nothing and a flicker of a few milliseconds weighs next to nothing. The start has no bias toward 0 or toward
 * the first value.
 *
 * @see Eckner, "Algorithms for Unevenly Spaced Time Series" (2012), EMA with last-point interpolation
 */
export class DecayedMean {
  readonly #inForce: number;
  readonly #weighted: number;
  readonly #weight: number;

  constructor(
    readonly halfLifeMs: number,
    private readonly cells: Cells = new Cells(),
  ) {
    this.#inForce = cells.reserve(1);
    this.#weighted = cells.reserve(1);
    this.#weight = cells.reserve(1);
  }

  /** The mean up to now; the value in force while no time has passed since the first one. */
  get value(): number {
    const { row } = this.cells;
    const weight = row[this.#weight]!;
    return weight > 0 ? row[this.#weighted]! / weight : row[this.#inForce]!;
  }

  /** The value so far was in force for `stepMs` (>= 0) more; from now on it is `value`. The first step has to be 0. */
  update(value: number, stepMs: number): void {
    const kept = keptShare(stepMs, this.halfLifeMs);
    const { row } = this.cells;
    row[this.#weighted] = kept * row[this.#weighted]! + (1 - kept) * row[this.#inForce]!;
    row[this.#weight] = kept * row[this.#weight]! + (1 - kept);
    row[this.#inForce] = value;
  }
}
