import { Cells } from './cells';
import { keptShare } from './half-life';
import { requireFinite } from './require-finite';
import { requireHalfLife } from './require-half-life';

/**
 * Mean and standard deviation of a value over fading time: a value counts for as long as it was in force, so repeating it
 * changes nothing. O(1) per update, four numbers of state, no loss of digits when the value is far from 0.
 *
 * @throws RangeError when `halfLifeMs` is not a finite number > 0
 * @example new DecayedDeviation(600_000).update(premiumBps, stepMs)
 * @see West, "Updating mean and variance estimates: an improved method" (1979), for weighted updates
 */
export class DecayedDeviation {
  readonly #inForce: number;
  readonly #weight: number;
  readonly #mean: number;
  readonly #squares: number;

  constructor(
    readonly halfLifeMs: number,
    private readonly cells: Cells = new Cells(),
  ) {
    requireHalfLife(halfLifeMs);
    this.#inForce = cells.reserve(1);
    this.#weight = cells.reserve(1);
    this.#mean = cells.reserve(1);
    this.#squares = cells.reserve(1);
  }

  /** The value in force while no time has passed since the first one. */
  get mean(): number {
    const { row } = this.cells;
    return row[this.#weight]! > 0 ? row[this.#mean]! : row[this.#inForce]!;
  }

  /** Standard deviation, >= 0; 0 while no time has passed. */
  get deviation(): number {
    const { row } = this.cells;
    const weight = row[this.#weight]!;
    return weight > 0 ? Math.sqrt(row[this.#squares]! / weight) : 0;
  }

  /**
   * The value so far was in force for `stepMs` (>= 0) more; from now on it is `value`. The first step has to be 0.
   * @throws RangeError when the value is not finite
   */
  update(value: number, stepMs: number): void {
    requireFinite('value', value);
    const { row } = this.cells;
    if (stepMs > 0) this.#take(row[this.#inForce]!, keptShare(stepMs, this.halfLifeMs));
    row[this.#inForce] = value;
  }

  #take(value: number, kept: number): void {
    const { row } = this.cells;
    const fromMean = value - row[this.#mean]!;
    const weight = kept * row[this.#weight]! + (1 - kept);
    const mean = row[this.#mean]! + (weight > 0 ? (1 - kept) / weight : 0) * fromMean;
    row[this.#weight] = weight;
    row[this.#mean] = mean;
    row[this.#squares] = kept * row[this.#squares]! + (1 - kept) * fromMean * (value - mean);
  }
}
