import { MarketGrid } from './market-grid';
import type { SimulatedMarket } from './simulated-market';

/** A market that appears `atMs` after the start: INITIALIZING for ten seconds, then ACTIVE. */
export type Listing = { readonly atMs: number; readonly market: SimulatedMarket };

/**
 * A market that goes into FINAL_SETTLEMENT `atMs` after the start: its book empties, positions are closed at the oracle
 * price, and 30 seconds later it is gone from snapshots and REST.
 */
export type Delisting = { readonly atMs: number; readonly ticker: string };

/** A market that is PAUSED `atMs` after the start, for `forMs`. */
export type Pause = { readonly atMs: number; readonly ticker: string; readonly forMs: number };

export type MarketPlan = {
  readonly listings?: readonly Listing[];
  readonly delistings?: readonly Delisting[];
  readonly pauses?: readonly Pause[];
};

/** What happens to a market with the first block at or after a time. */
export type AgendaItem = { readonly atMs: number } & (
  | { readonly action: 'list'; readonly market: SimulatedMarket }
  | { readonly action: MarketAction; readonly ticker: string }
);

/** `reopen` takes a market back that was settled: it is initialized like a new one. */
export type MarketAction = 'activate' | 'pause' | 'cancel-only' | 'post-only' | 'settle' | 'reopen' | 'remove';

/** How long a market is INITIALIZING. */
export const INITIALIZING_MS = 10_000;
const SETTLEMENT_MS = 30_000;

/** Everything that a plan makes happen, in order, in times of the clock of the simulation. */
export function agendaOf({ listings = [], delistings = [], pauses = [] }: MarketPlan, startMs: number): AgendaItem[] {
  const items: AgendaItem[] = [
    ...listings.flatMap(({ atMs, market }) => [
      { atMs, action: 'list' as const, market },
      { atMs: atMs + INITIALIZING_MS, action: 'activate' as const, ticker: market.ticker },
    ]),
    ...pauses.flatMap(({ atMs, ticker, forMs }) => [
      { atMs, action: 'pause' as const, ticker },
      { atMs: atMs + forMs, action: 'activate' as const, ticker },
    ]),
    ...delistings.flatMap(({ atMs, ticker }) => [
      { atMs, action: 'settle' as const, ticker },
      { atMs: atMs + SETTLEMENT_MS, action: 'remove' as const, ticker },
    ]),
  ];
  return items.map((item) => ({ ...item, atMs: startMs + item.atMs })).sort((a, b) => a.atMs - b.atMs);
}

/** @throws RangeError when a time is not >= 0, or a ticker is not there at that time, or is there twice */
export function assertPlan(plan: MarketPlan, markets: readonly SimulatedMarket[]): void {
  const listedAtMs = new Map(markets.map(({ ticker }) => [ticker, 0]));
  for (const { atMs, market } of plan.listings ?? []) {
    assertTime('listings', market.ticker, atMs);
    if (listedAtMs.has(market.ticker)) throw new RangeError(`listings: ${market.ticker} is listed already`);
    new MarketGrid(market);
    listedAtMs.set(market.ticker, atMs);
  }
  for (const [name, items] of [
    ['delistings', plan.delistings ?? []],
    ['pauses', plan.pauses ?? []],
  ] as const) {
    for (const { atMs, ticker } of items) {
      assertTime(name, ticker, atMs);
      if (!(atMs >= (listedAtMs.get(ticker) ?? Infinity))) throw new RangeError(`${name}: no ${ticker} at ${atMs} ms`);
    }
  }
  for (const { forMs, ticker } of plan.pauses ?? []) {
    if (!(forMs > 0)) throw new RangeError(`pauses: forMs of ${ticker} must be > 0, was ${forMs}`);
  }
}

function assertTime(name: string, ticker: string, atMs: number): void {
  if (!(atMs >= 0 && atMs < Infinity)) throw new RangeError(`${name}: atMs of ${ticker} must be >= 0, was ${atMs}`);
}
