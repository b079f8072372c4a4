import { DecayedCovariance } from '../math/decayed-covariance';
import { keptShare } from '../math/half-life';

/** How one market follows a leader: what the leader's moves say of the return that comes after them. */
export class FollowUp {
  readonly #pairs: DecayedCovariance;
  #squaredWeights = 0;
  #seenMs = 0;
  #gain = 0;

  /**
   * @param halfLifeMs half life of the pairs
   * @param significance standard errors that a correlation has to exceed in order to count
   */
  constructor(
    halfLifeMs: number,
    private readonly significance: number,
  ) {
    this.#pairs = new DecayedCovariance(halfLifeMs);
  }

  /** Time that the pairs cover. */
  get seenMs(): number {
    return this.#seenMs;
  }

  /** Takes in a move of the leader and the return of the market in the `stepMs` (> 0) after it. */
  add(move: number, followingReturn: number, stepMs: number): void {
    const correlation = this.#pairs.update(move, followingReturn, stepMs) ?? 0;
    this.#squaredWeights = this.#squaredWeights * keptShare(stepMs, this.#pairs.halfLifeMs) ** 2 + 1;
    this.#seenMs += stepMs;
    const { varianceX: moveVariance = 0 } = this.#pairs;
    this.#gain = moveVariance > 0 ? this.#shrunk(correlation) / Math.sqrt(moveVariance) : 0;
  }

  /** The return to expect after this move, in standard deviations of such returns. */
  expect(move: number): number {
    return this.#gain * move;
  }

  /**
   * 0 when the correlation is not significant, close to itself when it is by far, without a jump between.
   *
   * @see Breiman, "Better Subset Regression Using the Nonnegative Garrote" (1995)
   */
  #shrunk(correlation: number): number {
    // The variance of a correlation by chance is 1 / number of pairs; of weighted ones, sum of squares / square of sum.
    const bound = (this.significance ** 2 * this.#squaredWeights) / this.#pairs.weight ** 2;
    return correlation ** 2 > bound ? correlation - bound / correlation : 0;
  }
}
