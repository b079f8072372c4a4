import { Cells } from './cells';
import { keptShare } from './half-life';
import { requireFinite } from './require-finite';
import { requireHalfLife } from './require-half-life';

/**
 * Covariance, correlation and beta of pairs whose weight halves in every half life: of the returns of two markets, say.
 * Each pair counts once, at full weight when it comes. O(1) per update, no drift, seven numbers of state.
 *
 * @throws RangeError when `halfLifeMs` is not a finite number > 0
 * @example new DecayedCovariance(600_000).update(btcReturn, ethReturn, stepMs)
 * @see West, "Updating mean and variance estimates: an improved method" (1979), for weighted updates
 */
export class DecayedCovariance {
  readonly #weight: number;
  readonly #meanX: number;
  readonly #meanY: number;
  readonly #squaresX: number;
  readonly #squaresY: number;
  readonly #products: number;

  constructor(
    readonly halfLifeMs: number,
    private readonly cells: Cells = new Cells(),
  ) {
    requireHalfLife(halfLifeMs);
    this.#weight = cells.reserve(1);
    this.#meanX = cells.reserve(1);
    this.#meanY = cells.reserve(1);
    this.#squaresX = cells.reserve(1);
    this.#squaresY = cells.reserve(1);
    this.#products = cells.reserve(1);
  }

  /** Correlation in [-1, 1]. Undefined while `x` or `y` has not varied. */
  get value(): number | undefined {
    const { row } = this.cells;
    const squaresX = row[this.#squaresX]!;
    const squaresY = row[this.#squaresY]!;
    if (!(squaresX > 0 && squaresY > 0)) return undefined;
    const correlation = row[this.#products]! / (Math.sqrt(squaresX) * Math.sqrt(squaresY));
    return Math.max(-1, Math.min(1, correlation));
  }

  /** How much `y` changes with 1 of `x`, by weighted least squares. Undefined while `x` has not varied. */
  get beta(): number | undefined {
    const { row } = this.cells;
    return row[this.#squaresX]! > 0 ? row[this.#products]! / row[this.#squaresX]! : undefined;
  }

  /** Weighted mean of the products of the deviations from the means. Undefined before the first pair. */
  get covariance(): number | undefined {
    return this.#perWeight(this.#products);
  }

  get varianceX(): number | undefined {
    return this.#perWeight(this.#squaresX);
  }

  get varianceY(): number | undefined {
    return this.#perWeight(this.#squaresY);
  }

  /** Weight of all pairs, the newest being 1: how many pairs the figures rest on. */
  get weight(): number {
    return this.cells.row[this.#weight]!;
  }

  /**
   * Lets `stepMs` (>= 0) pass, then takes in a pair. Returns the correlation.
   * @throws RangeError when one of the two is not finite
   */
  update(x: number, y: number, stepMs: number): number | undefined {
    requireFinite('x', x);
    requireFinite('y', y);
    const kept = keptShare(stepMs, this.halfLifeMs);
    const { row } = this.cells;
    const before = kept * row[this.#weight]!;
    const weight = before + 1;
    const fromX = x - row[this.#meanX]!;
    const fromY = y - row[this.#meanY]!;
    const share = before / weight;
    row[this.#weight] = weight;
    row[this.#squaresX] = kept * row[this.#squaresX]! + share * fromX * fromX;
    row[this.#squaresY] = kept * row[this.#squaresY]! + share * fromY * fromY;
    row[this.#products] = kept * row[this.#products]! + share * fromX * fromY;
    row[this.#meanX] = row[this.#meanX]! + fromX / weight;
    row[this.#meanY] = row[this.#meanY]! + fromY / weight;
    return this.value;
  }

  #perWeight(place: number): number | undefined {
    const { row } = this.cells;
    return row[this.#weight]! > 0 ? row[place]! / row[this.#weight]! : undefined;
  }
}
