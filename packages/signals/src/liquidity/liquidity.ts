import type { SignalEngine } from '@perpstream/core';
import { barReader } from '../engine/bar-source';
import { recentAndNorm } from '../engine/recent-and-norm';
import { requireDuration } from '../engine/require-duration';
import { requirePositive } from '../engine/require-positive';
import { rowEngine } from '../engine/row-engine';
import { BarLiquidity } from './bar-liquidity';
import { BookLiquidity } from './book-liquidity';

/** Options of `liquidity`. */
export type LiquidityOptions = {
  /** Name under which the score appears; `liquidity` by default. */
  readonly name?: string;
  /** Half life of the present spread and depth in ms, > 0; 10,000 by default, two bars with `barMs`. */
  readonly recentHalfLifeMs?: number;
  /** Half life of the market's norm in ms, > `recentHalfLifeMs`; 300,000 by default, 60 bars with `barMs`. */
  readonly normHalfLifeMs?: number;
  /** Half life of recoveries in ms, > 0; 60,000 by default. */
  readonly resilienceHalfLifeMs?: number;
  /** Depth counts so far from the best prices at the usual spread, in basis points, > 0; 5 by default. */
  readonly depthBps?: number;
  /** Trades of one frame hit the book when they are worth so many times the usual, > 0; 3 by default. */
  readonly largeMultiple?: number;
  /** Power to which the ratio of spreads is taken, > 0; 1 by default. */
  readonly spreadWeight?: number;
  /** Power to which the ratio of depths is taken, > 0; 2 by default. */
  readonly depthWeight?: number;
  /** Power to which the ratio of recovery times is taken, > 0; 1 by default. */
  readonly resilienceWeight?: number;
  /** Time from the first book of a market to its first score in ms, >= 0; half of `normHalfLifeMs` by default. */
  readonly warmUpMs?: number;
  /** Length of the time bars to read instead of books and flows, in ms. */
  readonly barMs?: number;
};

/** What `liquidity` does where its options say nothing; `warmUpMs` follows, half lives are longer with `barMs`. */
export const liquidityDefaults: Required<Omit<LiquidityOptions, 'warmUpMs' | 'barMs'>> = {
  name: 'liquidity',
  recentHalfLifeMs: 10_000,
  normHalfLifeMs: 300_000,
  resilienceHalfLifeMs: 60_000,
  depthBps: 5,
  largeMultiple: 3,
  spreadWeight: 1,
  depthWeight: 2,
  resilienceWeight: 1,
};

/**
 * Scores how easily the market takes an order now against its own norm, 0-100: 50 is as usual, 80 twice the usual depth,
 * 20 half of it, 33 twice the usual spread. An intensity: says nothing of direction.
 *
 * `100 / (1 + 1 / ratio)`, where `ratio` is (usual / present spread) x (present / usual depth)^2 x (usual / recent
 * recovery time), to the powers of the weights. Spread is that of the best prices in basis points; depth the USD of both
 * sides within `depthBps` and half the usual spread from the mid; each as two moving averages over time. A recovery starts
 * with a frame of trades worth `largeMultiple` usual ones, and ends when depth / spread is back at 80 % of its norm, after
 * 30 s at the latest; the recent ones are joined by a usual one, so that without large trades they have no say.
 *
 * Emits at `book` events once `warmUpMs` have passed since the market's first one, at most every 200 ms: books that come
 * sooner are passed over. A book that never changes is 50, with or without trades. The exchange states 100 levels a side
 * at first: where they end within `depthBps`, depth grows while more become known.
 *
 * With `barMs` it reads and emits at complete time bars of that length alone, and scores `100 / (1 + recent / usual)` of
 * the illiquidity sum |log return| / sum USD traded, both time-decayed; the options of the book have no meaning then. Bars
 * without volume count for nothing, and there is no score before the first with volume.
 *
 * After an interruption (`quality` `syncing`) the score is withdrawn and the warm-up starts again.
 * @throws RangeError naming the option, its value and the bound
 * @example processed$.pipe(liquidity({ depthBps: 10, normHalfLifeMs: 600_000 }))
 * @see Foucault, Kadan and Kandel, "Limit Order Book as a Market for Liquidity" (2005), for resiliency
 * @see Amihud, "Illiquidity and stock returns" (2002), for |return| / volume
 */
export function liquidity(options: LiquidityOptions = {}): SignalEngine {
  const { barMs } = options;
  const { recentHalfLifeMs, normHalfLifeMs } = recentAndNorm(options, liquidityDefaults);
  const { name, ...given } = { ...liquidityDefaults, ...options };
  const { warmUpMs = normHalfLifeMs / 2 } = options;
  const { resilienceHalfLifeMs, depthBps, largeMultiple, spreadWeight, depthWeight, resilienceWeight } = given;
  const bookOptions = { resilienceHalfLifeMs, depthBps, largeMultiple, spreadWeight, depthWeight, resilienceWeight };
  requirePositive(bookOptions);
  requireDuration('warmUpMs', warmUpMs);
  const settings = { recentHalfLifeMs, normHalfLifeMs, warmUpMs, ...bookOptions };
  if (barMs === undefined) return rowEngine(name, (cells) => new BookLiquidity(settings, cells), ['flow', 'book']);
  const barOf = barReader(barMs);
  return rowEngine(name, (cells) => new BarLiquidity(settings, barOf, cells), ['bar']);
}
