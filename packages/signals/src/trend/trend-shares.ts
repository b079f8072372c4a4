import type { OpenHighLowClose } from '../math/bar-prices';
import { LogReturns } from '../math/log-returns';
import { normalShare } from '../math/normal-share';
import { Adx } from '../math/trend/adx';
import { RollingSum } from '../math/window/rolling-sum';

/** Lengths of the three measures, in bars. */
export type TrendBars = {
  readonly efficiencyBars: number;
  readonly adxBars: number;
  readonly varianceBars: number;
  readonly varianceHorizonBars: number;
};

/**
 * The ADX of random walks is log-normal: its median is 84 / sqrt(period) and its logarithm has a standard deviation of 0.38,
 * for periods of 7 to 28 and 2 to 100 steps a bar. From simulation; the spec does it again.
 */
const ADX_MEDIAN = 84;
const ADX_LOG_DEVIATION = 0.38;

/**
 * Three measures of trend over the last bars, each as the share of random walks that trend less, 0-1: 1/2 is what a random
 * walk shows in the median, whatever its volatility and the length of the measure.
 */
export class TrendShares {
  readonly #returns = new LogReturns();
  readonly #net: RollingSum;
  readonly #squares: RollingSum;
  readonly #adx: Adx;
  readonly #horizonReturn: RollingSum;
  readonly #horizonSquares: RollingSum;
  readonly #stepSquares: RollingSum;
  readonly #varianceDeviation: number;
  /** The first bar has no return. */
  #hasReturn = false;

  constructor({ efficiencyBars, adxBars, varianceBars, varianceHorizonBars: horizon }: TrendBars) {
    this.#net = new RollingSum(efficiencyBars);
    this.#squares = new RollingSum(efficiencyBars);
    this.#adx = new Adx(adxBars);
    this.#horizonReturn = new RollingSum(horizon);
    this.#horizonSquares = new RollingSum(varianceBars - horizon + 1);
    this.#stepSquares = new RollingSum(varianceBars);
    this.#varianceDeviation = Math.sqrt((2 * (2 * horizon - 1) * (horizon - 1)) / (3 * horizon * varianceBars));
  }

  /** The mean of the three; 1/2 when nothing moved. Undefined until all of them are known. */
  get mean(): number | undefined {
    const { efficiency, directionalMovement, varianceRatio } = this;
    if (efficiency === undefined || directionalMovement === undefined || varianceRatio === undefined) return undefined;
    return this.#stepSquares.value === 0 ? 0.5 : (efficiency + directionalMovement + varianceRatio) / 3;
  }

  /**
   * Net move against the way gone, as in Kaufman's efficiency ratio. Steps of the same sizes in random directions get
   * sqrt(sum of squares) far, times a standard normal number; that holds also where many bars have no move.
   */
  get efficiency(): number | undefined {
    const { value: net } = this.#net;
    const { value: squares } = this.#squares;
    if (net === undefined || squares === undefined) return undefined;
    return squares > 0 ? 2 * normalShare(Math.abs(net) / Math.sqrt(squares)) - 1 : 0;
  }

  /** Wilder's ADX. */
  get directionalMovement(): number | undefined {
    const { value, period } = this.#adx;
    if (value === undefined) return undefined;
    return normalShare(Math.log((value * Math.sqrt(period)) / ADX_MEDIAN) / ADX_LOG_DEVIATION);
  }

  /**
   * Lo and MacKinlay's variance ratio, with overlapping returns; taken around 0, since a steady drift is a trend, too. It
   * is a mean of squares, so its cube root is close to normal.
   *
   * @see Wilson and Hilferty, "The distribution of chi-square" (1931)
   */
  get varianceRatio(): number | undefined {
    const { value: horizonSquares, period: horizonReturns } = this.#horizonSquares;
    const { value: stepSquares, period: steps } = this.#stepSquares;
    if (horizonSquares === undefined || stepSquares === undefined) return undefined;
    if (stepSquares === 0) return 0.5;
    const stepVariance = stepSquares / steps;
    const ratio = horizonSquares / horizonReturns / (this.#horizonReturn.period * stepVariance);
    const third = this.#varianceDeviation / 3;
    return normalShare((Math.cbrt(ratio) - (1 - third * third)) / third);
  }

  update(bar: OpenHighLowClose): void {
    const logReturn = this.#returns.next(bar.closeUsd);
    this.#adx.update(bar);
    if (this.#hasReturn) this.#takeIn(logReturn);
    this.#hasReturn = true;
  }

  #takeIn(logReturn: number): void {
    const square = logReturn * logReturn;
    this.#net.update(logReturn);
    this.#squares.update(square);
    this.#stepSquares.update(square);
    const horizonReturn = this.#horizonReturn.update(logReturn);
    if (horizonReturn !== undefined) this.#horizonSquares.update(horizonReturn * horizonReturn);
  }
}
