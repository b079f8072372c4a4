import type { MarketId, ProcessedMarketData } from '@perpstream/core';
import { HistoryMarket } from './history-market';
import { BTC } from './markets';

/** Options of `marketHistory`; every field has a default. */
export type MarketHistoryOptions = {
  readonly marketId?: MarketId;
  /** The same seed gives the same market; any whole number but 0. */
  readonly seed?: number;
  /** Length in ms, > 0; ten minutes by default. */
  readonly durationMs?: number;
  readonly startMs?: number;
  /** Time from book to book in ms, > 0; 250 by default. The finest time of the market: everything else happens at books. */
  readonly bookMs?: number;
  /** Length of the time bars in ms, a multiple of `bookMs`; one minute by default. */
  readonly barMs?: number;
  /** Time from context to context in ms, a multiple of `bookMs`; one second by default. */
  readonly contextMs?: number;
  /** Price at the start in USD. */
  readonly priceUsd?: number;
  /** Standard deviation of the return of one hour, in basis points, on average; 80 by default. */
  readonly hourlyBps?: number;
  /** Kinds of events to leave out, for example the books of a history of bars. */
  readonly without?: readonly ProcessedMarketData['kind'][];
};

/**
 * A made-up market with everything that signals look at, of one piece: a price whose volatility and drift change, books of ten
 * levels that lean with the price to come and thin out when it jumps, flows whose trades make the volume, high and low of the
 * bars, liquidations in fast moves, and contexts with an oracle price that lags, a funding rate that follows the premium and
 * an open interest that grows and is closed again. First comes a `quality` event: live. Times rise; at one time the order is
 * flow, forced flow, book, bar, context. Deterministic.
 *
 * @throws RangeError when a length of time is not a positive number, or no multiple of `bookMs` where it has to be
 * @example marketHistory({ seed: 3, durationMs: 3_600_000 })
 * @example marketHistory({ durationMs: 86_400_000, bookMs: 60_000, contextMs: 60_000, without: ['book', 'flow'] })
 */
export function marketHistory(options: MarketHistoryOptions = {}): ProcessedMarketData[] {
  const { marketId = BTC, seed = 1, startMs = 0, durationMs = 600_000, without = [] } = options;
  const { bookMs = 250, barMs = 60_000, contextMs = 1_000, priceUsd = 100, hourlyBps = 80 } = options;
  requireRhythm({ durationMs, barMs, contextMs }, bookMs);
  const market = new HistoryMarket({ marketId, seed, startMs, bookMs, barMs, contextMs, priceUsd, hourlyBps });
  const isWanted = ({ kind }: ProcessedMarketData): boolean => !without.includes(kind);
  const events = [market.opening()].filter(isWanted);
  for (let step = 1; step * bookMs <= durationMs; step += 1) events.push(...market.step(step).filter(isWanted));
  return events;
}

function requireRhythm(times: Readonly<Record<string, number>>, bookMs: number): void {
  for (const [name, ms] of Object.entries({ bookMs, ...times })) {
    if (!(ms > 0 && ms < Infinity)) throw new RangeError(`${name} must be a finite number > 0, was ${ms}`);
    if (ms % bookMs !== 0) throw new RangeError(`${name} must be a multiple of bookMs (${bookMs}), was ${ms}`);
  }
}
