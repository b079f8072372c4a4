import { requirePeriod } from '../require-period';
import { RollingSum } from '../window/rolling-sum';
import { WindowMoments } from '../window/window-moments';

/**
 * Variance of returns over `horizon` steps against `horizon` times that over one step, in the last `period` returns:
 * 1 for a random walk, above 1 when moves go on, below 1 when they are undone. With its z: beyond +-2 a random walk is
 * unlikely. Overlapping returns, unbiased. O(1) per update (`robustZ` is not), no drift; 16 bytes a return.
 *
 * @throws RangeError when `horizon` is not an integer >= 2, or `period` is not one > `horizon`
 * @example new VarianceRatio(60, 5).update(logReturn)
 * @see Lo and MacKinlay, "Stock Market Prices Do Not Follow Random Walks: Evidence from a Simple Specification Test" (1988)
 */
export class VarianceRatio {
  readonly #returns: WindowMoments;
  readonly #horizonReturn: RollingSum;
  readonly #horizonReturns: WindowMoments;

  constructor(
    readonly period: number,
    readonly horizon: number,
  ) {
    requirePeriod('horizon', horizon, 2);
    requirePeriod('period', period, horizon + 1);
    this.#returns = new WindowMoments(period);
    this.#horizonReturn = new RollingSum(horizon);
    this.#horizonReturns = new WindowMoments(period - horizon + 1);
  }

  /** The ratio, >= 0. Undefined before the first `period` returns and while they are all equal. */
  get value(): number | undefined {
    const { period, horizon } = this;
    const { isFull, mean, squares } = this.#returns;
    if (!isFull || !(squares > 0)) return undefined;
    const overlapping = period - horizon + 1;
    const offCentre = this.#horizonReturns.mean - horizon * mean;
    const horizonSquares = this.#horizonReturns.squares + overlapping * offCentre * offCentre;
    const horizonVariance = horizonSquares / (horizon * overlapping * (1 - horizon / period));
    return horizonVariance / (squares / (period - 1));
  }

  /** Standard normal for long windows of a random walk with constant volatility. Undefined as `value`. */
  get z(): number | undefined {
    const { value, period, horizon } = this;
    if (value === undefined) return undefined;
    return (value - 1) / Math.sqrt((2 * (2 * horizon - 1) * (horizon - 1)) / (3 * horizon * period));
  }

  /** As `z`, but holds for changing volatility, too. Computed at each reading: O(`period` x `horizon`). */
  get robustZ(): number | undefined {
    const { value, horizon } = this;
    if (value === undefined) return undefined;
    let variance = 0;
    for (let lag = 1; lag < horizon; lag += 1)
      variance += ((2 * (horizon - lag)) / horizon) ** 2 * this.#lagVariance(lag);
    return variance > 0 ? (value - 1) / Math.sqrt(variance) : 0;
  }

  /** @throws RangeError when the return is not finite */
  update(logReturn: number): number | undefined {
    this.#returns.push(logReturn);
    const horizonReturn = this.#horizonReturn.update(logReturn);
    if (horizonReturn !== undefined) this.#horizonReturns.push(horizonReturn);
    return this.value;
  }

  /** Variance of the autocorrelation at this lag when the volatility changes. */
  #lagVariance(lag: number): number {
    const { mean, squares } = this.#returns;
    let products = 0;
    for (let index = lag; index < this.period; index += 1) {
      products += (this.#returns.at(index) - mean) ** 2 * (this.#returns.at(index - lag) - mean) ** 2;
    }
    return products / squares ** 2;
  }
}
