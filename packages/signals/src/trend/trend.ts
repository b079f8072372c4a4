import type { ProcessedMarketData, SignalEngine } from '@perpstream/core';
import { closedBarReaders, type BarOrigin, type ClosedBarReader } from '../engine/book-bars';
import { requireDuration } from '../engine/require-duration';
import { rowEngine, type RowModel } from '../engine/row-engine';
import type { Cells } from '../math/cells';
import { ElapsedTime } from '../math/elapsed-time';
import { requirePeriod } from '../math/require-period';
import { TrendShares, type TrendBars } from './trend-shares';

/** Options of `trend`. */
export type TrendOptions = {
  /** Name under which the score appears; `trend` by default. */
  readonly name?: string;
  /** Length of the bars in ms, > 0; 60,000 by default. */
  readonly barMs?: number;
  /** `trades`, the bars of the stream, by default; `micro` or `mid`: made of this price of the book. */
  readonly barsOf?: BarOrigin;
  /** Bars over which the efficiency is taken, a whole number >= 1; 20 by default. */
  readonly efficiencyBars?: number;
  /** Wilder's period of the ADX in bars, a whole number >= 1; 14 by default. */
  readonly adxBars?: number;
  /** Returns over which the variance ratio is taken, a whole number > `varianceHorizonBars`; 40 by default. */
  readonly varianceBars?: number;
  /** Bars of the longer returns in the variance ratio, a whole number >= 2; 5 by default. */
  readonly varianceHorizonBars?: number;
  /** Time from the first bar of a market to its first score in ms, >= 0; the longest measure or five `adxBars` by default. */
  readonly warmUpMs?: number;
};

/** What `trend` does when nothing is said. */
export const trendDefaults: Required<Omit<TrendOptions, 'warmUpMs'>> = {
  name: 'trend',
  barMs: 60_000,
  barsOf: 'trades',
  efficiencyBars: 20,
  adxBars: 14,
  varianceBars: 40,
  varianceHorizonBars: 5,
};

type Settings = {
  readonly bars: TrendBars;
  readonly warmUpMs: number;
  readonly createReader: (cells: Cells) => ClosedBarReader;
};

/**
 * Scores whether the market trends or ranges, 0-100: above 50 moves go on, below 50 they are undone, 50 is what a random
 * walk shows in the median. Says nothing of direction.
 *
 * Three measures, each turned into the share of random walks that trend less, and their mean times 100:
 *
 * - efficiency, net move e over `efficiencyBars`, against steps r: 2 N(|e| / sqrt(sum of r^2)) - 1
 * - ADX of n = `adxBars`: N(ln(ADX sqrt(n) / 84) / 0.38)
 * - variance ratio V over `varianceBars`, around 0: N((cbrt(V) - 1 + s^2 / 9) / (s / 3)), s its deviation in random walks
 *
 * N is the normal distribution. Emits at every bar that closes, once `warmUpMs` have passed since the market's first one
 * and all windows are full. A market without a move in any bar is 50. After an interruption (`quality` `syncing`) the score
 * is withdrawn and the warm-up starts again; stale data change nothing.
 * @throws RangeError naming the option, its value and the bound
 * @example processed$.pipe(trend({ barMs: 5_000, barsOf: 'micro' }))
 * @see Kaufman, "Smarter Trading" (1995), for efficiency
 * @see Wilder, "New Concepts in Technical Trading Systems" (1978), for the ADX
 * @see Lo and MacKinlay, "Stock Market Prices Do Not Follow Random Walks" (1988), for the variance ratio
 */
export function trend(options: TrendOptions = {}): SignalEngine {
  const { name, barMs, barsOf, ...bars } = { ...trendDefaults, ...options };
  const { warmUpMs = Math.max(bars.efficiencyBars, bars.varianceBars, 5 * bars.adxBars) * barMs } = options;
  const createReader = closedBarReaders(barsOf, barMs);
  requirePeriod('efficiencyBars', bars.efficiencyBars);
  requirePeriod('adxBars', bars.adxBars);
  requirePeriod('varianceHorizonBars', bars.varianceHorizonBars, 2);
  requirePeriod('varianceBars', bars.varianceBars, bars.varianceHorizonBars + 1);
  requireDuration('warmUpMs', warmUpMs);
  const settings = { bars, warmUpMs, createReader };
  return rowEngine(name, (cells) => new TrendModel(settings, cells), [barsOf === 'trades' ? 'bar' : 'book']);
}

class TrendModel implements RowModel {
  readonly #time: ElapsedTime;
  readonly #barOf: ClosedBarReader;
  readonly #shares: TrendShares;

  constructor(
    private readonly settings: Settings,
    cells: Cells,
  ) {
    this.#time = new ElapsedTime(cells);
    this.#barOf = settings.createReader(cells);
    this.#shares = new TrendShares(settings.bars, cells);
  }

  update(event: ProcessedMarketData): number | undefined {
    const bar = this.#barOf(event);
    if (bar === undefined) return undefined;
    this.#time.stepTo(event.receivedMs);
    this.#shares.update(bar);
    if (this.#time.sinceFirstMs < this.settings.warmUpMs) return undefined;
    const { mean } = this.#shares;
    return mean === undefined ? undefined : 100 * mean;
  }
}
