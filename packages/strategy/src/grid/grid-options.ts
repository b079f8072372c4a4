import type { SchedulerLike } from 'rxjs';
import { countingNumber, demand, demandAll, notNegative, positive, type Bound } from '../portfolio/demand';
import { demandOptions, finite } from '../quotes/demand-options';
import { quoteDefaults, type PartialQuoteOptions, type QuoteOptions } from '../quotes/quote-options';
import { gridAround, gridWithin, leastStepBps, type PriceGrid } from './price-grid';

/** The ends of a grid in USD, 0 < `lowerUsd` < `upperUsd`. */
export type GridRange = { readonly lowerUsd: number; readonly upperUsd: number };

/** What the grid can be told besides what every quoting strategy can. Plain data. */
export type GridTuning = {
  /** Levels a constant amount apart, or a constant factor. */
  readonly spacing: PriceGrid['spacing'];
  /** Distance of neighbouring levels in basis points (of the anchor, or of the lower level), > twice `makerFeeBps`. */
  readonly stepBps: number;
  /** Levels to either side of the anchor where no range is given, an integer >= 1. */
  readonly levels: number;
  /** Ranges by ticker; a grid within a range is anchored in its middle and never moves. Others start at the mid. */
  readonly ranges: Readonly<Record<string, GridRange>>;
  /** Worth of one level at the anchor, in USD, > 0. */
  readonly levelUsd: number;
  /** Fee of a maker in basis points of the notional, per fill; below 0 is a rebate. */
  readonly makerFeeBps: number;
  /** Outside the range: nothing is quoted, or the position is offered at the touch until it is gone. */
  readonly outside: 'withdraw' | 'flatten';
  /** A grid without range moves its anchor to the mid after so long outside of it without a position, in ms, >= 0. */
  readonly reanchorMs: number;
  /** While the `trend` score is above this, only the reducing side is quoted, in [50, 100]; 100: it is not looked at. */
  readonly maxTrend: number;
};

/** The defaults of the grid. */
export const gridDefaults: QuoteOptions & GridTuning = {
  ...quoteDefaults,
  spacing: 'geometric',
  stepBps: 25,
  levels: 10,
  ranges: {},
  levelUsd: 200,
  makerFeeBps: 1,
  outside: 'withdraw',
  reanchorMs: 300_000,
  maxTrend: 75,
};

/** What `grid` can be told: any of the options, and the scheduler that holds the time. */
export type GridOptions = PartialQuoteOptions & Partial<GridTuning> & { readonly scheduler: SchedulerLike };

const trendBound: Bound = { holds: (value) => value >= 50 && value <= 100, words: 'in [50, 100]' };

function oneOf(name: string, value: string, ...words: readonly string[]): void {
  if (!words.includes(value)) throw new RangeError(`${name} must be ${words.join(' or ')}, was ${value}`);
}

function checkStep(name: string, grid: PriceGrid, makerFeeBps: number): void {
  demand(name, leastStepBps(grid), {
    holds: (value) => value > 2 * makerFeeBps,
    words: `above the fees of a round trip, ${2 * makerFeeBps} bps, at every level`,
  });
}

function checkRanges(settings: GridTuning): void {
  for (const [ticker, range] of Object.entries(settings.ranges)) {
    const name = `ranges.${ticker}`;
    demandAll(name, range, { lowerUsd: positive, upperUsd: positive });
    const grid = gridWithin(range, settings);
    demand(`${name}.upperUsd`, range.upperUsd, {
      holds: (value) => value / grid.anchorUsd > 1 + settings.stepBps / 10_000,
      words: `more than a step above the middle of the range`,
    });
    checkStep(`${name}.step`, grid, settings.makerFeeBps);
  }
}

/**
 * Fills in the defaults and checks what is the grid's own.
 *
 * @throws RangeError naming the option, its value and the bound
 */
export function gridSettings(options: GridOptions): GridTuning {
  const settings = { ...gridDefaults, ...options };
  oneOf('spacing', settings.spacing, 'geometric', 'arithmetic');
  oneOf('outside', settings.outside, 'withdraw', 'flatten');
  demandOptions(settings, {
    stepBps: positive,
    levels: countingNumber,
    levelUsd: positive,
    makerFeeBps: finite,
    reanchorMs: notNegative,
    maxTrend: trendBound,
  });
  const grid = gridAround(1, settings);
  demand('levels', settings.levels, {
    holds: () => grid.lowerUsd > 0,
    words: 'few enough that all prices are > 0',
  });
  checkStep('stepBps', grid, settings.makerFeeBps);
  // A quote that should go to the next level must count as another one.
  demand('repriceBps', settings.repriceBps, {
    holds: (value) => value < leastStepBps(grid),
    words: `below a step of the grid, ${leastStepBps(grid)} bps`,
  });
  checkRanges(settings);
  return settings;
}
