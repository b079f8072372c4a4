import type { OpenHighLowClose } from '../math/bar-prices';
import { Cells } from '../math/cells';
import { LogReturns } from '../math/log-returns';
import { normalShare } from '../math/normal-share';
import { requireFinite } from '../math/require-finite';
import { Adx } from '../math/trend/adx';
import { CompensatedSum } from '../math/window/compensated-sum';
import { ReturnWindow } from './return-window';
import { WindowSum } from './window-sum';

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
  readonly #logReturns: LogReturns;
  /** The first bar has no return. */
  readonly #hasBar: number;
  readonly #adx: Adx;
  readonly #window: ReturnWindow;
  readonly #net: WindowSum;
  readonly #squares: WindowSum;
  readonly #horizonSquares: WindowSum;
  readonly #stepSquares: WindowSum;
  readonly #horizonSum = new CompensatedSum();
  readonly #varianceDeviation: number;

  constructor(
    private readonly bars: TrendBars,
    private readonly cells: Cells = new Cells(),
  ) {
    const { efficiencyBars, adxBars, varianceBars, varianceHorizonBars: horizon } = bars;
    this.#logReturns = new LogReturns(cells);
    this.#hasBar = cells.reserve(1);
    this.#adx = new Adx(adxBars, cells);
    this.#window = new ReturnWindow(Math.max(efficiencyBars, varianceBars), cells);
    this.#net = new WindowSum(cells);
    this.#squares = new WindowSum(cells);
    this.#horizonSquares = new WindowSum(cells);
    this.#stepSquares = new WindowSum(cells);
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
    if (this.#window.count < this.bars.efficiencyBars) return undefined;
    const squares = this.#squares.value;
    return squares > 0 ? 2 * normalShare(Math.abs(this.#net.value) / Math.sqrt(squares)) - 1 : 0;
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
    const { varianceBars: steps, varianceHorizonBars: horizon } = this.bars;
    if (this.#window.count < steps) return undefined;
    const stepSquares = this.#stepSquares.value;
    if (stepSquares === 0) return 0.5;
    const stepVariance = stepSquares / steps;
    const ratio = this.#horizonSquares.value / (steps - horizon + 1) / (horizon * stepVariance);
    const third = this.#varianceDeviation / 3;
    return normalShare((Math.cbrt(ratio) - (1 - third * third)) / third);
  }

  update(bar: OpenHighLowClose): void {
    const logReturn = this.#logReturns.next(bar.closeUsd);
    this.#adx.update(bar);
    const { row } = this.cells;
    if (row[this.#hasBar] === 1) this.#takeIn(logReturn);
    row[this.#hasBar] = 1;
  }

  #takeIn(logReturn: number): void {
    requireFinite('logReturn', logReturn);
    const { efficiencyBars, varianceBars, varianceHorizonBars: horizon } = this.bars;
    const window = this.#window;
    const leavesEfficiency = window.ago(efficiencyBars);
    const leavesVariance = window.ago(varianceBars);
    // Of the returns over the horizon, one fewer for each bar of it but the last are in the window of the variance.
    const leavesHorizon = this.#horizonReturn(varianceBars - horizon + 1);
    window.push(logReturn);
    const comesOverHorizon = this.#horizonReturn(1);
    this.#net.change(logReturn, leavesEfficiency);
    this.#squares.change(logReturn * logReturn, leavesEfficiency * leavesEfficiency);
    this.#stepSquares.change(logReturn * logReturn, leavesVariance * leavesVariance);
    this.#horizonSquares.change(comesOverHorizon * comesOverHorizon, leavesHorizon * leavesHorizon);
  }

  /** The return over the horizon that ended so many bars ago, 1 being the newest; 0 while there are fewer bars. */
  #horizonReturn(barsAgo: number): number {
    const window = this.#window;
    const oldest = barsAgo + this.bars.varianceHorizonBars - 1;
    if (window.count < oldest) return 0;
    const sum = this.#horizonSum;
    sum.reset();
    for (let ago = oldest; ago >= barsAgo; ago -= 1) sum.add(window.ago(ago));
    return sum.value;
  }
}
