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
  #weight = 0;
  #meanX = 0;
  #meanY = 0;
  #squaresX = 0;
  #squaresY = 0;
  #products = 0;

  constructor(readonly halfLifeMs: number) {
    requireHalfLife(halfLifeMs);
  }

  /** Correlation in [-1, 1]. Undefined while `x` or `y` has not varied. */
  get value(): number | undefined {
    if (!(this.#squaresX > 0 && this.#squaresY > 0)) return undefined;
    const correlation = this.#products / (Math.sqrt(this.#squaresX) * Math.sqrt(this.#squaresY));
    return Math.max(-1, Math.min(1, correlation));
  }

  /** How much `y` changes with 1 of `x`, by weighted least squares. Undefined while `x` has not varied. */
  get beta(): number | undefined {
    return this.#squaresX > 0 ? this.#products / this.#squaresX : undefined;
  }

  /** Weighted mean of the products of the deviations from the means. Undefined before the first pair. */
  get covariance(): number | undefined {
    return this.#weight > 0 ? this.#products / this.#weight : undefined;
  }

  get varianceX(): number | undefined {
    return this.#weight > 0 ? this.#squaresX / this.#weight : undefined;
  }

  get varianceY(): number | undefined {
    return this.#weight > 0 ? this.#squaresY / this.#weight : undefined;
  }

  /** Weight of all pairs, the newest being 1: how many pairs the figures rest on. */
  get weight(): number {
    return this.#weight;
  }

  /**
   * Lets `stepMs` (>= 0) pass, then takes in a pair. Returns the correlation.
   * @throws RangeError when one of the two is not finite
   */
  update(x: number, y: number, stepMs: number): number | undefined {
    requireFinite('x', x);
    requireFinite('y', y);
    const kept = keptShare(stepMs, this.halfLifeMs);
    const before = kept * this.#weight;
    this.#weight = before + 1;
    const fromX = x - this.#meanX;
    const fromY = y - this.#meanY;
    const share = before / this.#weight;
    this.#squaresX = kept * this.#squaresX + share * fromX * fromX;
    this.#squaresY = kept * this.#squaresY + share * fromY * fromY;
    this.#products = kept * this.#products + share * fromX * fromY;
    this.#meanX += fromX / this.#weight;
    this.#meanY += fromY / this.#weight;
    return this.value;
  }
}
