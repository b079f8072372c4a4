import { Cells } from '../math/cells';
import { DecayedCovariance } from '../math/decayed-covariance';
import { keptShare } from '../math/half-life';

/** How one market follows a leader: what the leader's moves say of the return that comes after them. */
export class FollowUp {
  readonly #pairs: DecayedCovariance;
  readonly #squaredWeights: number;
  readonly #seenMs: number;
  readonly #gain: number;

  /**
   * @param halfLifeMs half life of the pairs
   * @param significance standard errors that a correlation has to exceed in order to count
   */
  constructor(
    halfLifeMs: number,
    private readonly significance: number,
    private readonly cells: Cells = new Cells(),
  ) {
    this.#pairs = new DecayedCovariance(halfLifeMs, cells);
    this.#squaredWeights = cells.reserve(1);
    this.#seenMs = cells.reserve(1);
    this.#gain = cells.reserve(1);
  }

  /** Time that the pairs cover. */
  get seenMs(): number {
    return this.cells.row[this.#seenMs]!;
  }

  /** Takes in a move of the leader and the return of the market in the `stepMs` (> 0) after it. */
  add(move: number, followingReturn: number, stepMs: number): void {
    const correlation = this.#pairs.update(move, followingReturn, stepMs) ?? 0;
    const { row } = this.cells;
    row[this.#squaredWeights] = row[this.#squaredWeights]! * keptShare(stepMs, this.#pairs.halfLifeMs) ** 2 + 1;
    row[this.#seenMs] = row[this.#seenMs]! + stepMs;
    const { varianceX: moveVariance = 0 } = this.#pairs;
    row[this.#gain] = moveVariance > 0 ? this.#shrunk(correlation) / Math.sqrt(moveVariance) : 0;
  }

  /** The return to expect after this move, in standard deviations of such returns. */
  expect(move: number): number {
    return this.cells.row[this.#gain]! * move;
  }

  /**
   * 0 when the correlation is not significant, close to itself when it is by far, without a jump between.
   *
   * @see Breiman, "Better Subset Regression Using the Nonnegative Garrote" (1995)
   */
  #shrunk(correlation: number): number {
    // The variance of a correlation by chance is 1 / number of pairs; of weighted ones, sum of squares / square of sum.
    const bound = (this.significance ** 2 * this.cells.row[this.#squaredWeights]!) / this.#pairs.weight ** 2;
    return correlation ** 2 > bound ? correlation - bound / correlation : 0;
  }
}
