import { unixMs, type Bar, type BarClosed, type BookUpdate, type ProcessedMarketData } from '@perpstream/core';
import {
  barClosed,
  bookUpdate,
  describeSignalContract,
  marketHistory,
  marketWalk,
  replayEvents,
  tradeFlow,
  type Level,
} from '@perpstream/testing';
import fc from 'fast-check';
import { liquidity, liquidityDefaults, type LiquidityOptions } from './liquidity';

const MINUTE_MS = 60_000;

const options = { recentHalfLifeMs: 2_000, normHalfLifeMs: 20_000, warmUpMs: 5_000 };

/** Two levels a side, half a spread and 0.02 USD beyond it away from 100, worth `depthBase` x 100 USD each. */
const bookAt = (receivedMs: number, depthBase = 10, spreadUsd = 0.02): BookUpdate =>
  bookUpdate({
    receivedMs: unixMs(receivedMs),
    bids: [[100 - spreadUsd / 2, depthBase], [100 - spreadUsd / 2 - 0.02, depthBase]], // prettier-ignore
    asks: [[100 + spreadUsd / 2, depthBase], [100 + spreadUsd / 2 + 0.02, depthBase]], // prettier-ignore
  });

const flowAt = (receivedMs: number, buyUsd: number): ProcessedMarketData =>
  tradeFlow({ receivedMs: unixMs(receivedMs), buyUsd, sellUsd: 0 });

/** A book every 250 ms. */
const steady = (fromMs: number, untilMs: number, depthBase = 10, spreadUsd = 0.02): BookUpdate[] =>
  Array.from({ length: Math.ceil((untilMs - fromMs) / 250) }, (_, index) =>
    bookAt(fromMs + 250 * index, depthBase, spreadUsd),
  );

const barAt = (minute: number, given: Partial<Bar> = {}): BarClosed =>
  barClosed({
    receivedMs: unixMs((minute + 1) * MINUTE_MS),
    bar: {
      ...barClosed().bar,
      startMs: unixMs(minute * MINUTE_MS),
      endMs: unixMs((minute + 1) * MINUTE_MS),
      closeUsd: minute % 2 === 0 ? 100 : 100.1,
      volumeUsd: 1_000,
      ...given,
    },
  });

function scoresOf(events: readonly ProcessedMarketData[], given: LiquidityOptions = options): number[] {
  return replayEvents(events, () => liquidity(given)).outputs.map(({ score }) => score ?? NaN);
}

const sortedQuantiles = (scores: readonly number[]): ((share: number) => number) => {
  const sorted = [...scores].sort((a, b) => a - b);
  return (share) => sorted[Math.floor(share * sorted.length)]!;
};

describeSignalContract({
  name: 'liquidity',
  create: () => liquidity(options),
  warmUpMs: 5_000,
  // No flow at the end of the first half: a book that is put in there comes long enough after the one before.
  events: [...marketWalk({ seed: 7, books: 30 }).slice(0, 30), ...marketWalk({ seed: 8, books: 30, startMs: 9_000 }).slice(0, 30)], // prettier-ignore
  divergentEvent: flowAt(0, 1e9),
});

describeSignalContract({
  name: 'liquidity of bars',
  create: () => liquidity({ barMs: MINUTE_MS, warmUpMs: 5 * MINUTE_MS }),
  warmUpMs: 5 * MINUTE_MS,
  events: Array.from({ length: 30 }, (_, minute) => barAt(minute, { closeUsd: 100 + (minute % 7) / 10 })),
  divergentEvent: barAt(0, { closeUsd: 200 }),
});

describe('liquidity of books', () => {
  const slow = { ...options, recentHalfLifeMs: 500, normHalfLifeMs: 2e6 };

  it.each<[string, number, number, number]>([
    ['50 while nothing changes', 10, 0.02, 50],
    ['80 at twice the usual depth', 20, 0.02, 80],
    ['20 at half of it', 5, 0.02, 20],
    ['33 at twice the usual spread', 10, 0.04, 33.3],
    ['11 at half the depth and twice the spread', 5, 0.04, 11.1],
  ])('is %s', (_, depthBase, spreadUsd, expected) => {
    const events = [...steady(0, 100_000), ...steady(100_000, 106_000, depthBase, spreadUsd)];
    // What is usual moves by some percent meanwhile.
    expect(Math.abs(scoresOf(events, slow).at(-1)! - expected)).toBeLessThan(2);
  });

  it('weighs spread, depth and recovery by the options', () => {
    const thin = [...steady(0, 100_000), ...steady(100_000, 106_000, 5)];
    const wide = [...steady(0, 100_000), ...steady(100_000, 106_000, 10, 0.04)];
    expect(Math.abs(scoresOf(thin, { ...slow, depthWeight: 1 }).at(-1)! - 33.3)).toBeLessThan(2);
    expect(Math.abs(scoresOf(wide, { ...slow, spreadWeight: 2 }).at(-1)! - 20)).toBeLessThan(2);
  });

  it('falls when the book comes back later than usual after large trades', () => {
    const hits = (recoveryMs: number, atMs: number): ProcessedMarketData[] => [
      flowAt(atMs, 5_000),
      ...steady(atMs, atMs + recoveryMs, 2),
      ...steady(atMs + recoveryMs, atMs + 20_000),
    ];
    const usual = Array.from({ length: 20 }, (_, second) => flowAt(second * 10, 100));
    const past = [0, 1, 2, 3, 4].flatMap((times) => hits(1_000, 20_000 + times * 20_000));
    const last = (recoveryMs: number, resilienceWeight: number): number =>
      scoresOf([...usual, ...steady(200, 20_000), ...past, ...hits(recoveryMs, 120_000)], { ...slow, resilienceWeight }).at(-1)!; // prettier-ignore
    // Long after the book is whole again, the difference is that of the memory of the recovery.
    expect(last(10_000, 1)).toBeLessThan(last(1_000, 1) - 3);
    expect(last(10_000, 3)).toBeLessThan(last(10_000, 1));
    // Without its say it is the other way round: the usual depth has become smaller.
    expect(last(10_000, 1e-9)).toBeGreaterThan(last(1_000, 1e-9));
  });

  it('sees the same part of the book in markets of any spread', () => {
    // In a market with 100 bps of spread nothing lies within 5 bps of the mid.
    const scores = scoresOf([...steady(0, 60_000, 10, 1), ...steady(60_000, 66_000, 20, 1)], slow);
    expect(Math.abs(scores.at(-1)! - 80)).toBeLessThan(3);
  });

  it('is 50 for a book that never changes, with or without trades and levels', () => {
    const empty = [0, 10_000, 1e9].map((ms) => bookUpdate({ receivedMs: unixMs(ms), bids: [], asks: [] }));
    expect(scoresOf(empty)).toEqual([50, 50]);
    const traded = steady(0, 60_000).flatMap((book, index) => [flowAt(book.receivedMs, 1 + (index % 9) ** 4), book]);
    for (const score of scoresOf(traded)) expect(score).toBeCloseTo(50, 9);
  });

  it('is 0 when the depth is gone for good, and never NaN', () => {
    const gone = [20_000, 40_000, 1e6, 1e9].map((ms) => bookUpdate({ receivedMs: unixMs(ms), bids: [], asks: [] }));
    const scores = scoresOf([...steady(0, 20_000), ...gone]).slice(-4);
    expect(scores.every((score) => score >= 0 && score <= 50)).toBe(true);
    expect(scores.at(-2)).toBeCloseTo(0, 9);
  });

  it('does not depend on price level or size unit, and not on the side', () => {
    const factor = fc.double({ min: 1e-3, max: 1e3, noNaN: true });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1_000 }), factor, factor, (seed, price, unit) => {
        const events = marketWalk({ seed, books: 50 });
        const scores = scoresOf(events);
        const levels = (book: BookUpdate, side: 'bids' | 'asks'): Level[] =>
          Array.from({ length: book.view[side].count }, (_, depth) => [
            book.view[side].priceUsd(depth) * price,
            book.view[side].sizeBase(depth) * unit,
          ]);
        const scaled = events.map((event) =>
          event.kind === 'book'
            ? bookUpdate({ ...event, bids: levels(event, 'bids'), asks: levels(event, 'asks') })
            : { ...event, buyUsd: event.sellUsd * price * unit, sellUsd: event.buyUsd * price * unit },
        );
        scoresOf(scaled).forEach((score, index) => expect(score).toBeCloseTo(scores[index]!, 8));
      }),
      { numRuns: 15 },
    );
  });

  it('reads a book at most every 200 ms, and nothing else', () => {
    const events = [0, 100, 200, 300, 399, 400, 5_000, 5_199, 5_200].map((ms) => bookAt(ms));
    const more = [flowAt(5_300, 1), barAt(0)];
    const { outputs } = replayEvents([...events, ...more], () => liquidity(options));
    expect(outputs.map(({ receivedMs }) => receivedMs)).toEqual([5_000, 5_200]);
    const flickering = [...events.slice(0, 6), bookAt(450, 1_000), ...events.slice(6)];
    expect(scoresOf(flickering)).toEqual(scoresOf(events));
  });

  it('uses a good part of the scale when books are random and does not sit at its ends', () => {
    const quantile = sortedQuantiles(scoresOf(marketHistory({ seed: 3, durationMs: 900_000 }), {}));
    expect(quantile(0.1)).toBeLessThan(47);
    expect(quantile(0.9)).toBeGreaterThan(53);
    expect(quantile(0.01)).toBeGreaterThan(1);
    expect(quantile(0.99)).toBeLessThan(99);
  });

  it('is warm after half a half life of the norm by default', () => {
    expect(scoresOf([0, 149_999, 150_199].map((ms) => bookAt(ms)), {})).toHaveLength(1); // prettier-ignore
  });

  it('exports the defaults it uses', () => {
    const events = marketHistory({ seed: 3, durationMs: 240_000 });
    expect(scoresOf(events, liquidityDefaults)).toEqual(scoresOf(events, {}));
  });
});

describe('liquidity of bars', () => {
  const given = { barMs: MINUTE_MS, recentHalfLifeMs: MINUTE_MS, normHalfLifeMs: 1e9, warmUpMs: 0 };
  const usual = Array.from({ length: 100 }, (_, minute) => barAt(minute));
  const lately = (change: Partial<Bar>): BarClosed[] =>
    Array.from({ length: 10 }, (_, index) => barAt(100 + index, change));

  it.each<[string, Partial<Bar>, number]>([
    ['50 as long as money moves the price as always', {}, 50],
    ['67 when it takes twice the money', { volumeUsd: 2_000 }, 66.7],
    ['33 when it takes half of it', { volumeUsd: 500 }, 33.3],
  ])('is %s', (_, change, expected) => {
    expect(Math.abs(scoresOf([...usual, ...lately(change)], given).at(-1)! - expected)).toBeLessThan(2.5);
  });

  it('is the ratio of two sums over the whole history', () => {
    const bars = Array.from({ length: 40 }, (_, minute) =>
      barAt(minute, { closeUsd: 100 + ((minute * 7) % 11) / 5, volumeUsd: 100 + ((minute * 13) % 17) * 50 }),
    );
    const illiquidity = (halfLife: number): number => {
      let [moved, usd] = [0, 0];
      bars.forEach(({ bar }, minute) => {
        const kept = 2 ** (-(bars.length - 1 - minute) / halfLife);
        moved += kept * Math.abs(Math.log(bar.closeUsd / (bars[minute - 1]?.bar.closeUsd ?? bar.closeUsd)));
        usd += kept * bar.volumeUsd;
      });
      return moved / usd;
    };
    expect(scoresOf(bars, { barMs: MINUTE_MS, recentHalfLifeMs: 3 * MINUTE_MS, normHalfLifeMs: 20 * MINUTE_MS, warmUpMs: 0 }).at(-1)) // prettier-ignore
      .toBeCloseTo(100 / (1 + illiquidity(3) / illiquidity(20)), 9);
  });

  it('passes over time without volume, and is silent before the first with volume', () => {
    const dead = Array.from({ length: 5 }, (_, minute) => barAt(minute, { volumeUsd: 0, closeUsd: 100 }));
    expect(scoresOf(dead, given)).toEqual([]);
    const still = Array.from({ length: 3 }, (_, index) => barAt(100 + index, { volumeUsd: 0, closeUsd: 100.1 }));
    const scores = scoresOf([...usual, ...still], given);
    expect(scores.at(-1)).toBeCloseTo(scores[99]!, 6);
  });

  it('reads complete bars of its length alone, by default over 2 and 60 of them', () => {
    const others = [bookAt(1), flowAt(2, 9), barAt(200, { isComplete: false })];
    expect(scoresOf([...usual, ...others], given)).toEqual(scoresOf(usual, given));
    const stated = { barMs: MINUTE_MS, recentHalfLifeMs: 2 * MINUTE_MS, normHalfLifeMs: 60 * MINUTE_MS };
    expect(scoresOf(usual, { barMs: MINUTE_MS })).toEqual(scoresOf(usual, stated));
    // Warm half of 60 bars after the first.
    expect(scoresOf(usual, { barMs: MINUTE_MS })).toHaveLength(100 - 30);
  });
});

describe('liquidity', () => {
  it.each<[LiquidityOptions, string]>([
    [{ recentHalfLifeMs: 0 }, 'recentHalfLifeMs must be a finite number > 0, was 0'],
    [{ recentHalfLifeMs: 300_000 }, 'recentHalfLifeMs must be < normHalfLifeMs (300000), was 300000'],
    [{ resilienceHalfLifeMs: NaN }, 'resilienceHalfLifeMs must be a finite number > 0, was NaN'],
    [{ depthBps: 0 }, 'depthBps must be a finite number > 0, was 0'],
    [{ largeMultiple: -1 }, 'largeMultiple must be a finite number > 0, was -1'],
    [{ depthWeight: 0 }, 'depthWeight must be a finite number > 0, was 0'],
    [{ warmUpMs: -1 }, 'warmUpMs must be a finite number >= 0, was -1'],
    [{ barMs: 0 }, 'barMs must be a finite number > 0, was 0'],
    [{ name: '' }, 'name must not be empty'],
  ])('refuses %j', (wrong, message) => {
    expect(() => liquidity(wrong)).toThrow(message);
    expect(() => liquidity(wrong)).toThrow(RangeError);
  });
});
