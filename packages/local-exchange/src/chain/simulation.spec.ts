import { createHash } from 'node:crypto';
import { CANDLE_MS } from '@perpstream/core';
import type { ChannelUpdate } from '../venue/channel-update';
import type { IndexerBook, IndexerCandle, IndexerTrade } from '../venue/indexer-shapes';
import { RESOLUTIONS } from '../venue/resolution';
import { VenueState } from '../venue/venue-state';
import { DEFAULT_MARKETS } from './default-markets';
import { agendaOf } from './market-agenda';
import { Simulation, type SimulationOptions } from './simulation';

jest.setTimeout(30_000);

const START = Date.parse('2026-03-01T00:00:30.000Z');
const HOUR_MS = 3_600_000;

type Run = { readonly simulation: Simulation; readonly state: VenueState; readonly updates: ChannelUpdate[] };

function run(seed: number, forMs: number, stepMs: number, backfillMs = 0, extra: Partial<SimulationOptions> = {}): Run {
  const state = new VenueState();
  const simulation = new Simulation({
    seed,
    markets: DEFAULT_MARKETS,
    blockMs: 1_000,
    startMs: START - backfillMs,
    state,
    ...extra,
  });
  simulation.backfill(START);
  const updates: ChannelUpdate[] = [];
  const beganMs = simulation.nowMs;
  for (let ms = stepMs; ms <= forMs; ms += stepMs) simulation.advance(beganMs + ms, (update) => updates.push(update));
  return { simulation, state, updates };
}

function hash(updates: readonly ChannelUpdate[]): string {
  return createHash('sha256').update(JSON.stringify(updates)).digest('hex');
}

function of<C extends ChannelUpdate['channel']>(
  updates: readonly ChannelUpdate[],
  channel: C,
): Extract<ChannelUpdate, { channel: C }>[] {
  return updates.filter((update): update is Extract<ChannelUpdate, { channel: C }> => update.channel === channel);
}

it.each([500, 7_000])('is at a higher block when it is started later, with a block every %d ms', (blockMs) => {
  const heightAt = (ms: number): number => {
    const state = new VenueState();
    const simulation = new Simulation({ seed: 3, markets: DEFAULT_MARKETS, blockMs, startMs: ms - HOUR_MS, state });
    simulation.backfill(ms);
    simulation.advance(ms, () => undefined);
    return Number(state.height()?.height ?? 0);
  };
  const state = new VenueState();
  const ranOn = new Simulation({ seed: 3, markets: DEFAULT_MARKETS, blockMs, startMs: START - HOUR_MS, state });
  ranOn.backfill(START);
  ranOn.advance(START + 2 * 60_000, () => undefined);
  expect(heightAt(START + 2 * 60_000)).toBeGreaterThanOrEqual(Number(state.height()?.height));
});

describe('determinism', () => {
  const first = hash(run(7, 20_000, 50).updates);

  it('makes the same updates from the same seed', () => {
    expect(hash(run(7, 20_000, 50).updates)).toBe(first);
  });

  it('makes the same updates however time is cut into steps', () => {
    expect(hash(run(7, 20_000, 2_500).updates)).toBe(first);
  });

  it('holds for noise, forced trades, listings and accounts too, in whatever steps', () => {
    const rates = { crossesPerMinute: 20, staleLevelsPerMinute: 5, swappedUpdatesPerMinute: 20 };
    const listed = { ...DEFAULT_MARKETS[9]!, ticker: 'NEW-USD' };
    const extra: Partial<SimulationOptions> = {
      bookNoise: { ...rates, untilMs: Infinity },
      forcedTradesPerHour: 600,
      agenda: agendaOf({ listings: [{ atMs: 2_000, market: listed }] }, START + 30_000),
    };
    const { updates } = run(7, 20_000, 50, 0, extra);
    expect(hash(run(7, 20_000, 2_500, 0, extra).updates)).toBe(hash(updates));
    expect(of(updates, 'v4_subaccounts').length).toBeGreaterThan(10);
    expect(updates.some(({ id }) => id === 'NEW-USD')).toBe(true);
  });

  it('leaves the true book as it is whatever the stream shows', () => {
    const bookNoise = {
      crossesPerMinute: 60,
      staleLevelsPerMinute: 60,
      swappedUpdatesPerMinute: 60,
      untilMs: Infinity,
    };
    const [calm, noisy] = [run(7, 10_000, 500), run(7, 10_000, 500, 0, { bookNoise })];
    expect(hash(noisy.updates)).not.toBe(hash(calm.updates));
    for (const { ticker } of DEFAULT_MARKETS) {
      expect(noisy.state.fullBook(ticker)).toEqual(calm.state.fullBook(ticker));
    }
  });

  it('puts no book into words that nobody follows, and the state stays the same', () => {
    const state = new VenueState();
    const simulation = new Simulation({ seed: 7, markets: DEFAULT_MARKETS, blockMs: 1_000, startMs: START, state });
    simulation.backfill(START);
    const books = new Set<string>();
    const follow = ({ channel, id }: ChannelUpdate): unknown => channel === 'v4_orderbook' && books.add(id);
    simulation.advance(simulation.nowMs + 10_000, follow, (_channel, id) => id === 'ETH-USD');
    expect([...books]).toEqual(['ETH-USD']);
    expect(state.book('BTC-USD')).toEqual(run(7, 10_000, 500).state.book('BTC-USD'));
  });

  it('makes other updates from another seed', () => {
    expect(hash(run(8, 20_000, 50).updates)).not.toBe(first);
  });
});

it.each([1, 2, 3, 4, 5])(
  'moves some market by more than 10 bps within 30 seconds of the start, with seed %d',
  (seed) => {
    const { simulation, state } = run(seed, 1_000, 1_000);
    const mids = (): number[] =>
      DEFAULT_MARKETS.map(({ ticker }) => {
        const { bids, asks } = state.book(ticker);
        return (Number(bids[0]!.price) + Number(asks[0]!.price)) / 2;
      });
    const before = mids();
    simulation.advance(simulation.nowMs + 30_000, () => undefined);
    const movesBps = mids().map((mid, at) => Math.abs(mid / before[at]! - 1) * 10_000);
    expect(Math.max(...movesBps)).toBeGreaterThan(10);
  },
);

describe('a minute and a half of simulation', () => {
  const { state, updates } = run(3, 90_000, 500, 2 * HOUR_MS);
  const trades = of(updates, 'v4_trades');
  const candles = of(updates, 'v4_candles');

  it('brings every channel to life in every market', () => {
    for (const { ticker } of DEFAULT_MARKETS) {
      expect(of(updates, 'v4_orderbook').filter(({ id }) => id === ticker).length).toBeGreaterThan(300);
      expect(trades.some(({ id }) => id === ticker)).toBe(true);
      for (const resolution of RESOLUTIONS)
        expect(candles.some(({ id }) => id === `${ticker}/${resolution}`)).toBe(true);
      expect(updates.some(({ contents }) => 'oraclePrices' in contents && ticker in contents.oraclePrices)).toBe(true);
      expect(updates.some(({ contents }) => 'trading' in contents && ticker in contents.trading)).toBe(true);
    }
  });

  it('has in every market a book of dozens of levels that is never crossed', () => {
    for (const { ticker } of DEFAULT_MARKETS) {
      const { bids, asks } = state.book(ticker);
      expect(Math.min(bids.length, asks.length)).toBeGreaterThan(20);
      expect(Number(bids[0]!.price)).toBeLessThan(Number(asks[0]!.price));
    }
  });

  it('leads a naive client to the book that is matched', () => {
    const again = run(3, 45_000, 500, 2 * HOUR_MS);
    const books = new Map<string, { bids: Map<number, string>; asks: Map<number, string> }>();
    const sideOf = (levels: IndexerBook['bids']): Map<number, string> =>
      new Map(levels.map(({ price, size }) => [Number(price), size]));
    for (const { ticker } of DEFAULT_MARKETS) {
      const { bids, asks } = again.state.book(ticker);
      books.set(ticker, { bids: sideOf(bids), asks: sideOf(asks) });
    }
    again.simulation.advance(again.simulation.nowMs + 45_000, (update) => {
      if (update.channel !== 'v4_orderbook') return;
      for (const side of ['bids', 'asks'] as const) {
        for (const [price, size] of update.contents[side] ?? []) {
          const levels = books.get(update.id)![side];
          if (size !== '0') levels.set(Number(price), size);
          else if (!levels.delete(Number(price))) throw new Error(`${update.id}: no level at ${price}`);
        }
      }
    });
    for (const [ticker, { bids, asks }] of books) {
      const best = (side: Map<number, string>, direction: number): [number, string][] =>
        [...side].sort(([a], [b]) => direction * (a - b));
      const matched = state.fullBook(ticker);
      expect(best(bids, -1)).toEqual(matched.bids.map(({ price, size }) => [Number(price), size]));
      expect(best(asks, 1)).toEqual(matched.asks.map(({ price, size }) => [Number(price), size]));
    }
  });

  it('changes one level of one side per book update', () => {
    const counts = of(updates, 'v4_orderbook').map(
      ({ contents: { bids = [], asks = [] } }) => bids.length + asks.length,
    );
    expect(new Set(counts)).toEqual(new Set([1]));
  });

  it('writes plain decimals, prices on the tick and sizes on the step', () => {
    const plain = /^-?(0|[1-9]\d*)(\.\d*[1-9])?$/;
    const onGrid = (text: string, unit: unknown): boolean => {
      const ratio = Number(text) / Number(unit);
      return plain.test(text) && Math.abs(ratio - Math.round(ratio)) < 1e-6;
    };
    const offGrid: string[] = [];
    const check = (ticker: string, unit: 'tickSize' | 'stepSize', ...texts: string[]): void => {
      offGrid.push(...texts.filter((text) => !onGrid(text, state.markets().get(ticker)![unit])));
    };
    for (const { id, contents } of of(updates, 'v4_orderbook')) {
      for (const [price, size] of [...(contents.bids ?? []), ...(contents.asks ?? [])]) {
        check(id, 'tickSize', price);
        check(id, 'stepSize', size);
      }
    }
    for (const { id, contents } of trades) {
      for (const { price, size } of contents.trades) {
        check(id, 'tickSize', price);
        check(id, 'stepSize', size);
      }
    }
    for (const { contents } of candles) {
      const { ticker, open, high, low, close, baseTokenVolume, startingOpenInterest, usdVolume } = contents;
      check(ticker, 'tickSize', open, high, low, close);
      check(ticker, 'stepSize', baseTokenVolume, startingOpenInterest);
      if (!plain.test(usdVolume)) offGrid.push(usdVolume);
    }
    expect(offGrid).toEqual([]);
    for (const market of state.markets().values()) {
      for (const name of [
        'oraclePrice',
        'priceChange24H',
        'volume24H',
        'nextFundingRate',
        'openInterest',
        'tickSize',
        'stepSize',
      ]) {
        expect(market[name]).toMatch(plain);
      }
    }
  });

  it('holds the formulas of tick and step in every listing', () => {
    for (const market of state.markets().values()) {
      const exponent = Number(market['quantumConversionExponent']) - 6 - Number(market['atomicResolution']);
      const tick = Number(market['subticksPerTick']) * 10 ** exponent;
      const step = Number(market['stepBaseQuantums']) * 10 ** Number(market['atomicResolution']);
      expect(tick / Number(market['tickSize'])).toBeCloseTo(1, 12);
      expect(step / Number(market['stepSize'])).toBeCloseTo(1, 12);
    }
  });

  it('numbers trades by block, unique and in order, and publishes one message per market and block', () => {
    const ids = trades.flatMap(({ contents }) => contents.trades.map(({ id }) => id));
    expect(ids).toEqual([...new Set(ids)].sort());
    expect(ids.filter((id) => !/^[0-9a-f]{24}$/.test(id))).toEqual([]);
    const blocks = trades.map(({ id, contents }) => `${id} ${contents.trades[0]!.id.slice(0, 8)}`);
    expect(new Set(blocks).size).toBe(blocks.length);
  });

  it('makes blocks of about a second, one height after the other', () => {
    const blocks = of(updates, 'v4_block_height').map(({ contents }) => contents);
    const heights = blocks.map(({ blockHeight }) => Number(blockHeight));
    expect(heights).toEqual(heights.map((_, at) => heights[0]! + at));
    const gaps = blocks.slice(1).map(({ time }, at) => Date.parse(time) - Date.parse(blocks[at]!.time));
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(800);
    expect(Math.max(...gaps)).toBeLessThanOrEqual(2_400);
    expect(new Set(gaps).size).toBeGreaterThan(20);
  });

  it('shows in each minute candle exactly the trades of its minute', () => {
    const known = new Map<string, IndexerTrade[]>();
    for (const trade of state.trades('BTC-USD')) {
      const minute = `${trade.createdAt.slice(0, 16)}:00.000Z`;
      known.set(minute, [trade, ...(known.get(minute) ?? [])]);
    }
    const candlesWithTrades = state.candles('BTC-USD', '1MIN').filter(({ startedAt }) => known.has(startedAt));
    expect(candlesWithTrades.length).toBeGreaterThanOrEqual(2);
    for (const candle of candlesWithTrades) expectCandleOf(candle, known.get(candle.startedAt)!);
  });

  it('re-sends the candle before at the start of a period, with its closing mid', () => {
    const minute = candles.filter(({ id }) => id === 'BTC-USD/1MIN').map(({ contents }) => contents);
    const firstOfSecond = minute.findIndex(({ startedAt }, at) => at > 0 && startedAt !== minute[at - 1]!.startedAt);
    expect(minute[firstOfSecond - 1]!.orderbookMidPriceClose).toMatch(/^\d/);
    expect(minute[firstOfSecond]!.orderbookMidPriceClose).toBeNull();
  });

  it('has history from before its first block', () => {
    expect(state.candles('ETH-USD', '1MIN').length).toBeGreaterThanOrEqual(120);
    const started = state.candles('ETH-USD', '5MINS').map(({ startedAt }) => Date.parse(startedAt));
    for (let at = 1; at < started.length; at += 1) expect(started[at - 1]! - started[at]!).toBe(CANDLE_MS['5MINS']);
    expect(state.funding('ETH-USD').length).toBeGreaterThanOrEqual(1);
    expect(Number(state.markets().get('ETH-USD')!['volume24H'])).toBeGreaterThan(1_000_000);
  });
});

function expectCandleOf(candle: IndexerCandle, trades: readonly IndexerTrade[]): void {
  const prices = trades.map(({ price }) => Number(price));
  expect(candle.trades).toBe(trades.length);
  expect([Number(candle.open), Number(candle.close)]).toEqual([prices[0], prices.at(-1)]);
  expect([Number(candle.high), Number(candle.low)]).toEqual([Math.max(...prices), Math.min(...prices)]);
  expect(Number(candle.baseTokenVolume)).toBeCloseTo(
    trades.reduce((sum, { size }) => sum + Number(size), 0),
    9,
  );
  expect(Number(candle.usdVolume)).toBeCloseTo(
    trades.reduce((sum, { size, price }) => sum + Number(size) * Number(price), 0),
    3,
  );
}
