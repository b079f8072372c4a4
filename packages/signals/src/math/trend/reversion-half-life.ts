import { requireFinite } from '../require-finite';
import { RollingCorrelation } from '../window/rolling-correlation';

/**
 * Half life of mean reversion: after how many updates half of a deviation from the mean is gone. Fits
 * x(t) = alpha + beta x(t-1) to the last `period` steps, the discrete form of an Ornstein-Uhlenbeck process. O(1) per
 * update, no drift; 16 bytes a value.
 *
 * Short windows make it too short: beta comes out about (1 + 3 beta) / period too low.
 * @throws RangeError when `period` is not an integer >= 2
 * @example new ReversionHalfLife(96).update(spread)
 * @see Uhlenbeck and Ornstein, "On the Theory of the Brownian Motion" (1930)
 * @see Kendall, "Note on Bias in the Estimation of Autocorrelation" (1954)
 */
export class ReversionHalfLife {
  readonly #steps: RollingCorrelation;
  #last: number | undefined;

  constructor(readonly period: number) {
    this.#steps = new RollingCorrelation(period);
  }

  /**
   * In updates: 0 when a deviation is gone or turned over after one update (beta <= 0), Infinity when it does not shrink
   * (beta >= 1). Undefined before the first `period` + 1 values and while they do not vary.
   */
  get value(): number | undefined {
    const { beta } = this.#steps;
    if (beta === undefined) return undefined;
    if (beta <= 0) return 0;
    return beta < 1 ? -Math.LN2 / Math.log(beta) : Infinity;
  }

  /** Share of a deviation that is left after one update. Undefined as `value`. */
  get beta(): number | undefined {
    return this.#steps.beta;
  }

  /** The mean it reverts to. Undefined as `value`, and when it does not revert. */
  get mean(): number | undefined {
    const { alpha, beta } = this.#steps;
    return alpha === undefined || beta === undefined || beta >= 1 ? undefined : alpha / (1 - beta);
  }

  /** @throws RangeError when the value is not finite */
  update(value: number): number | undefined {
    requireFinite('value', value);
    if (this.#last !== undefined) this.#steps.update(this.#last, value);
    this.#last = value;
    return this.value;
  }
}
