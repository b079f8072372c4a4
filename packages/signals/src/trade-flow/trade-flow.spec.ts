import {
  unixMs,
  type Bar,
  type BarClosed,
  type BookUpdate,
  type ProcessedMarketData,
  type TradeFlow,
} from '@perpstream/core';
import {
  barClosed,
  bookUpdate,
  describeSignalContract,
  flowWindow,
  marketWalk,
  replayEvents,
  tradeFlow as flowEvent,
} from '@perpstream/testing';
import fc from 'fast-check';
import { tradeFlow, tradeFlowDefaults, type TradeFlowOptions } from './trade-flow';

const MINUTE_MS = 60_000;

const options = { recentHalfLifeMs: 2_000, normHalfLifeMs: 20_000, warmUpMs: 5_000 };

type Given = Partial<Pick<TradeFlow, 'trades' | 'largestTradeUsd'>>;

const flowAt = (receivedMs: number, buyUsd: number, sellUsd: number, given: Given = {}): TradeFlow =>
  flowEvent({
    receivedMs: unixMs(receivedMs),
    buyUsd,
    sellUsd,
    trades: 2,
    largestTradeUsd: Math.max(buyUsd, sellUsd),
    ...given,
  });

const bookAt = (receivedMs: number): BookUpdate => bookUpdate({ receivedMs: unixMs(receivedMs) });

const barAt = (minute: number, given: Partial<Bar> = {}): BarClosed =>
  barClosed({
    receivedMs: unixMs((minute + 1) * MINUTE_MS),
    bar: {
      ...barClosed().bar,
      startMs: unixMs(minute * MINUTE_MS),
      endMs: unixMs((minute + 1) * MINUTE_MS),
      volumeUsd: 1_000,
      volumeBase: 10,
      buyBase: 5,
      trades: 50,
      ...given,
    },
  });

/** A hundred trades of 10 USD each second, of which this share are bought. */
const steady = (startMs: number, seconds: number, bought: number, usd = 1_000): TradeFlow[] =>
  Array.from({ length: seconds }, (_, index) =>
    flowAt(startMs + 1_000 * index, usd * bought, usd * (1 - bought), { trades: usd / 10, largestTradeUsd: 10 }),
  );

function scoresOf(events: readonly ProcessedMarketData[], given: TradeFlowOptions = options): number[] {
  return replayEvents(events, () => tradeFlow(given)).outputs.map(({ score }) => score ?? NaN);
}

describeSignalContract({
  name: 'tradeFlow',
  create: () => tradeFlow(options),
  warmUpMs: 5_000,
  events: marketWalk({ seed: 7, books: 60 }),
  divergentEvent: flowAt(0, 1e6, 0),
});

describeSignalContract({
  name: 'tradeFlow of bars',
  create: () => tradeFlow({ barMs: MINUTE_MS, warmUpMs: 5 * MINUTE_MS }),
  warmUpMs: 5 * MINUTE_MS,
  events: Array.from({ length: 30 }, (_, minute) => barAt(minute, { buyBase: minute % 7 })),
  divergentEvent: barAt(0, { volumeUsd: 1e6 }),
});

describe('tradeFlow', () => {
  it.each([
    ['near 50 while as much is sold as bought', 0.5, 1_000, 50],
    ['near 75 when all that is usual is bought', 1, 1_000, 75],
    ['near 25 when all that is usual is sold', 0, 1_000, 25],
    ['near 91 when five times the usual is bought', 1, 5_000, 91],
  ])('stands %s', (_, bought, usd, expected) => {
    const events = [...steady(0, 200, 0.5), ...steady(200_000, 20, bought, usd)];
    // What is usual follows slowly here, so that it is still that of before.
    const score = scoresOf(events, { ...options, normHalfLifeMs: 2_000_000 }).at(-1)!;
    expect(Math.abs(score - expected)).toBeLessThan(2);
  });

  it('says little of a single trade in a dead market', () => {
    const [score] = scoresOf([bookAt(0), flowAt(60_000, 50, 0, { trades: 1 })]);
    expect(score).toBeGreaterThan(52);
    expect(score).toBeLessThan(60);
  });

  it('says ever more of one-sided trades in such a market', () => {
    const trades = Array.from({ length: 8 }, (_, index) => flowAt(60_000 + index * 100, 50, 0, { trades: 1 }));
    const scores = scoresOf([bookAt(0), ...trades]);
    expect([...scores].sort((a, b) => a - b)).toEqual(scores);
    expect(scores.at(-1)).toBeGreaterThan(70);
  });

  it('goes back to 50 while books come and trades do not', () => {
    const quiet = [1, 2, 4, 8, 16, 32, 1e6].map((seconds) => bookAt(60_000 + seconds * 1_000));
    const scores = scoresOf([...steady(0, 60, 1), ...quiet]).slice(-8);
    expect([...scores].sort((a, b) => b - a)).toEqual(scores);
    expect(scores[0]).toBeGreaterThan(70);
    expect(scores.at(-1)).toBeCloseTo(50, 3);
  });

  it('is silent until it has seen a trade', () => {
    expect(scoresOf([0, 5_000, 1e6].map(bookAt))).toEqual([]);
    expect(scoresOf([bookAt(0), bookAt(9_000), flowAt(9_500, 10, 10), bookAt(9_600)])).toHaveLength(2);
  });

  it('is the formula over the whole history', () => {
    const events = marketWalk({ seed: 4, books: 200 }).map((event, index) =>
      event.kind === 'flow' ? { ...event, trades: 1 + (index % 5), largestTradeUsd: 40 + index } : event,
    );
    const nowMs = events.at(-1)!.receivedMs;
    let tradedUsd = 0;
    let trades = 0;
    let lastMs = 0;
    const sums = { signed: 0, total: 0, usual: 0 };
    for (const event of events) {
      if (event.kind !== 'flow') continue;
      const [usd, largestUsd] = [event.buyUsd + event.sellUsd, event.largestTradeUsd];
      const isLarge = trades > 0 && largestUsd >= 1.5 * (tradedUsd / trades);
      const counted = (usd + (isLarge ? 2 * largestUsd : 0)) / usd;
      const kept = (halfLifeMs: number): number => 2 ** ((event.receivedMs - nowMs) / halfLifeMs);
      sums.signed += counted * (event.buyUsd - event.sellUsd) * kept(2_000);
      sums.total += counted * usd * kept(2_000);
      sums.usual += usd * kept(20_000);
      const faded = 2 ** (-(event.receivedMs - lastMs) / 20_000);
      [tradedUsd, trades, lastMs] = [tradedUsd * faded + usd, trades * faded + event.trades, event.receivedMs];
    }
    // The average rate over the time seen, for as long as the recent sums reach.
    const usualUsd = (sums.usual / (20_000 * (1 - 0.5 ** (nowMs / 20_000)))) * 2_000;
    const expected = 50 + (50 * sums.signed) / (sums.total + usualUsd + (3 * tradedUsd) / trades);
    const given = { ...options, largeWeight: 3, largeMultiple: 1.5, fewTrades: 3 };
    expect(scoresOf(events, given).at(-1)).toBeCloseTo(expected, 8);
  });

  it('gives large trades more say', () => {
    const usual = steady(0, 60, 0.5);
    const with_ = (largestTradeUsd: number, largeWeight: number): number =>
      scoresOf([...usual, flowAt(60_000, 1_000, 500, { trades: 100, largestTradeUsd })], { ...options, largeWeight }).at(-1)!; // prettier-ignore
    expect(with_(49, 2)).toBe(with_(10, 2));
    expect(with_(50, 2)).toBeGreaterThan(with_(49, 2));
    expect(with_(900, 2)).toBeGreaterThan(with_(50, 2) + 1);
    expect(with_(900, 4)).toBeGreaterThan(with_(900, 2));
    expect(with_(900, 1)).toBe(with_(10, 1));
  });

  it('mirrors when bought and sold are swapped, and does not depend on the size of the market', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1_000 }),
        fc.double({ min: 1e-3, max: 1e6, noNaN: true }),
        (seed, factor) => {
          const events = marketWalk({ seed, books: 60 });
          const scores = scoresOf(events);
          const change = (buy: 'buyUsd' | 'sellUsd', sell: 'buyUsd' | 'sellUsd', by: number) =>
            events.map((event) =>
              event.kind === 'flow'
                ? {
                    ...event,
                    buyUsd: event[buy] * by,
                    sellUsd: event[sell] * by,
                    largestTradeUsd: event.largestTradeUsd * by,
                  }
                : event,
            );
          const swapped = scoresOf(change('sellUsd', 'buyUsd', 1));
          const richer = scoresOf(change('buyUsd', 'sellUsd', factor));
          scores.forEach((score, index) => {
            expect(swapped[index]).toBeCloseTo(100 - score, 9);
            expect(richer[index]).toBeCloseTo(score, 9);
          });
        },
      ),
      { numRuns: 20 },
    );
  });

  it('does not depend on how often books come', () => {
    const flows = steady(0, 30, 0.8);
    const books = Array.from({ length: 120 }, (_, index) => bookAt(100 + index * 237));
    const mixed = [...flows, ...books].sort((a, b) => a.receivedMs - b.receivedMs);
    expect(scoresOf([...mixed, bookAt(30_000)]).at(-1)).toBeCloseTo(scoresOf([...flows, bookAt(30_000)]).at(-1)!, 8);
  });

  it('uses a good part of the scale when trades are random and does not sit at its ends', () => {
    const scores = scoresOf(marketWalk({ seed: 3, books: 6_000 })).sort((a, b) => a - b);
    const quantile = (share: number): number => scores[Math.floor(share * scores.length)]!;
    expect(quantile(0.1)).toBeLessThan(47);
    expect(quantile(0.5)).toBeCloseTo(50, -0.5);
    expect(quantile(0.9)).toBeGreaterThan(53);
    expect(quantile(0)).toBeGreaterThan(10);
    expect(quantile(0.99)).toBeLessThan(90);
  });

  it('speaks at books and flows once warm, and at nothing else', () => {
    const window = flowWindow({ receivedMs: unixMs(5_050), buyUsd: 100 });
    const events = [flowAt(0, 1, 1), flowAt(4_999, 1, 1), bookAt(5_000), window, barAt(0), flowAt(5_250, 1, 1)];
    const { outputs } = replayEvents(events, () => tradeFlow(options));
    expect(outputs.map(({ receivedMs }) => receivedMs)).toEqual([5_000, 5_250]);
  });

  it('is warm after half a half life of the norm by default', () => {
    expect(scoresOf([flowAt(0, 1, 1), bookAt(59_999), bookAt(60_000)], {})).toHaveLength(1);
  });

  it('reads complete bars that tell who took', () => {
    const even = Array.from({ length: 60 }, (_, minute) => barAt(minute));
    const bought = Array.from({ length: 5 }, (_, minute) => barAt(60 + minute, { buyBase: 10 }));
    const given = { barMs: MINUTE_MS };
    const scores = scoresOf([...even, ...bought], given);
    // Warm after 12 bars: half of the 24 of the norm.
    expect(scores).toHaveLength(65 - 12);
    expect(scores[47]).toBeCloseTo(50, 9);
    expect(scores.at(-1)).toBeGreaterThan(65);
    const untold = [barAt(65, { buyBase: NaN, source: 'candle' }), barAt(66, { buyBase: 0, isComplete: false })];
    expect(scoresOf([...even, ...bought, ...untold, flowAt(7e6, 1e9, 0)], given)).toEqual(scores);
  });

  it('is silent on bars from candles alone', () => {
    const candles = Array.from({ length: 60 }, (_, minute) => barAt(minute, { buyBase: NaN, source: 'candle' }));
    expect(scoresOf(candles, { barMs: MINUTE_MS })).toEqual([]);
    // They are no part of the warm-up either.
    const told = Array.from({ length: 14 }, (_, minute) => barAt(60 + minute));
    expect(scoresOf([...candles, ...told], { barMs: MINUTE_MS })).toHaveLength(14 - 12);
  });

  it('exports the defaults it uses', () => {
    const events = marketWalk({ seed: 3, books: 400 });
    expect(scoresOf(events, tradeFlowDefaults)).toEqual(scoresOf(events, {}));
  });

  it.each<[TradeFlowOptions, string]>([
    [{ recentHalfLifeMs: -5 }, 'recentHalfLifeMs must be a finite number > 0, was -5'],
    [{ recentHalfLifeMs: 200_000 }, 'recentHalfLifeMs must be < normHalfLifeMs (120000), was 200000'],
    [{ largeMultiple: 0 }, 'largeMultiple must be a finite number > 0, was 0'],
    [{ largeWeight: 0.5 }, 'largeWeight must be a finite number >= 1, was 0.5'],
    [{ fewTrades: NaN }, 'fewTrades must be a finite number > 0, was NaN'],
    [{ warmUpMs: -1 }, 'warmUpMs must be a finite number >= 0, was -1'],
    [{ barMs: Infinity }, 'barMs must be a finite number > 0, was Infinity'],
    [{ name: '' }, 'name must not be empty'],
  ])('refuses %j', (wrong, message) => {
    expect(() => tradeFlow(wrong)).toThrow(message);
    expect(() => tradeFlow(wrong)).toThrow(RangeError);
  });
});
