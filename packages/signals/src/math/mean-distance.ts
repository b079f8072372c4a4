import { Cells } from './cells';
import { keptShare } from './half-life';

/**
 * How far a value is from its moving average over time, and whether such distances close faster than by chance.
 *
 * What steps of the same sizes in random directions would lead to is the measure of both, so neither depends on the scale
 * of the value, on how often it comes or on how its volatility changes within the half life of the average.
 */
export class MeanDistance {
  // A value minus its moving average is the decayed sum of its changes; unlike the average it is exactly 0 at rest.
  readonly #distance: number;
  /** Variance of the distance if the steps had gone in random directions: each one's square, decayed twice as fast. */
  readonly #byChance: number;
  // Means over time of the squared distance and of the above; their common weight cancels out of the ratio.
  readonly #squares: number;
  readonly #squaresByChance: number;
  readonly #weight: number;

  /**
   * @param meanHalfLifeMs half life of the moving average, > 0
   * @param normHalfLifeMs half life of what is usual, > 0
   */
  constructor(
    readonly meanHalfLifeMs: number,
    readonly normHalfLifeMs: number,
    private readonly cells: Cells = new Cells(),
  ) {
    this.#distance = cells.reserve(1);
    this.#byChance = cells.reserve(1);
    this.#squares = cells.reserve(1);
    this.#squaresByChance = cells.reserve(1);
    this.#weight = cells.reserve(1);
  }

  /** Value minus average, in standard deviations of a random walk with the usual volatility; 0 while nothing has moved. */
  get deviations(): number {
    const { row } = this.cells;
    const squaresByChance = row[this.#squaresByChance]!;
    if (!(squaresByChance > 0)) return 0;
    return row[this.#distance]! / Math.sqrt(squaresByChance / row[this.#weight]!);
  }

  /**
   * Variance of the distance against that by chance: 1 for a random walk, more when moves go on, less when they are undone.
   * A value that reverts with half life h has m / (m + h) less, m being the half life of the average: its own half life is
   * m ratio / (1 - ratio). 1 while nothing has moved.
   */
  get varianceRatio(): number {
    const { row } = this.cells;
    const squaresByChance = row[this.#squaresByChance]!;
    return squaresByChance > 0 ? row[this.#squares]! / squaresByChance : 1;
  }

  /** Lets `stepMs` (>= 0) pass, after which the value changes by `change`. */
  add(change: number, stepMs: number): void {
    const keptNorm = keptShare(stepMs, this.normHalfLifeMs);
    const { row } = this.cells;
    const distance = row[this.#distance]!;
    const byChance = row[this.#byChance]!;
    row[this.#squares] = keptNorm * row[this.#squares]! + (1 - keptNorm) * distance * distance;
    row[this.#squaresByChance] = keptNorm * row[this.#squaresByChance]! + (1 - keptNorm) * byChance;
    row[this.#weight] = keptNorm * row[this.#weight]! + (1 - keptNorm);
    const kept = keptShare(stepMs, this.meanHalfLifeMs);
    row[this.#distance] = kept * distance + change;
    row[this.#byChance] = kept * kept * byChance + change * change;
  }
}
