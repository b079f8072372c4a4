import { unixMs, type BookUpdate, type ProcessedMarketData } from '@perpstream/core';
import { bookUpdate, describeSignalContract, marketWalk, replayEvents, tradeFlow } from '@perpstream/testing';
import { volatility, type VolatilityOptions } from './volatility';

const options = { recentHalfLifeMs: 1_000, normHalfLifeMs: 10_000, warmUpMs: 5_000, price: 'mid' } as const;

function bookAt(receivedMs: number, midUsd: number): BookUpdate {
  return bookUpdate({ receivedMs: unixMs(receivedMs), bids: [[midUsd * 0.9999, 1]], asks: [[midUsd * 1.0001, 1]] });
}

/** The price goes up and down by `moveBps` from book to book, for `count` books from `startMs` on. */
const zigzag = (startMs: number, count: number, moveBps: number, priceUsd = 100): BookUpdate[] =>
  Array.from({ length: count }, (_, index) =>
    bookAt(startMs + 250 * index, priceUsd * (1 + ((index % 2) * moveBps) / 10_000)),
  );

function scoresOf(events: readonly ProcessedMarketData[], given: VolatilityOptions = options): number[] {
  return replayEvents(events, () => volatility(given)).outputs.map(({ score }) => score ?? NaN);
}

describeSignalContract({
  name: 'volatility',
  create: () => volatility(options),
  warmUpMs: 5_000,
  events: marketWalk({ seed: 6, books: 60 }),
  divergentEvent: bookAt(0, 150),
});

describe('volatility', () => {
  it('is 50 while the price moves as it always did', () => {
    // A little above right after each move: the recent moves fade between two books.
    expect(Math.abs(scoresOf(zigzag(0, 400, 3)).at(-1)! - 50)).toBeLessThan(2.5);
  });

  it('is 50 in a market whose price never moves', () => {
    expect(new Set(scoresOf(zigzag(0, 100, 0)))).toEqual(new Set([50]));
  });

  it('rises when the price begins to move more, and comes back as that becomes the norm', () => {
    const calm = zigzag(0, 240, 1);
    const wild = zigzag(60_000, 400, 4);
    const scores = scoresOf([...calm, ...wild]);
    const afterCalm = scores.length - wild.length;
    expect(Math.abs(scores[afterCalm - 1]! - 50)).toBeLessThan(2.5);
    expect(Math.max(...scores.slice(afterCalm, afterCalm + 20))).toBeGreaterThan(80);
    expect(Math.abs(scores.at(-1)! - 50)).toBeLessThan(2.5);
  });

  it('falls toward 0 when the price stops', () => {
    const scores = scoresOf([...zigzag(0, 241, 3), ...[62, 65, 70, 90].map((s) => bookAt(s * 1_000, 100))]).slice(-4);
    expect([...scores].sort((a, b) => b - a)).toEqual(scores);
    expect(scores.at(-1)).toBeLessThan(1);
  });

  it('is never NaN, however long the price stands still', () => {
    const scores = scoresOf([...zigzag(0, 41, 3), ...[1e5, 1e6, 1e7, 1e9].map((ms) => bookAt(ms, 100))]).slice(-4);
    expect(scores.every((score) => score >= 0 && score <= 50)).toBe(true);
  });

  it('says 80 for twice and 94 for four times the volatility, as documented', () => {
    const jumpTo = (factor: number): number => {
      const given = { ...options, recentHalfLifeMs: 5_000, normHalfLifeMs: 1e9, warmUpMs: 0 };
      return scoresOf([...zigzag(0, 30_000, 1), ...zigzag(7.5e6, 400, factor)], given).at(-1)!;
    };
    expect(jumpTo(2)).toBeCloseTo(80, -0.5);
    expect(jumpTo(4)).toBeCloseTo(94, -0.5);
  });

  it('does not depend on the price level', () => {
    const low = scoresOf(zigzag(0, 60, 3, 0.0001));
    scoresOf(zigzag(0, 60, 3, 60_000)).forEach((score, index) => expect(low[index]).toBeCloseTo(score, 6));
  });

  it('does not depend on direction', () => {
    const up = scoresOf(Array.from({ length: 60 }, (_, index) => bookAt(index * 250, 100 * 1.001 ** index)));
    const down = scoresOf(Array.from({ length: 60 }, (_, index) => bookAt(index * 250, 100 * 1.001 ** -index)));
    up.forEach((score, index) => expect(down[index]).toBeCloseTo(score, 6));
  });

  it('uses a good part of the scale in a random walk and does not sit at its ends', () => {
    const books = marketWalk({ seed: 2, books: 6_000, stepBps: 3 });
    const scores = scoresOf(books).sort((a, b) => a - b);
    const quantile = (share: number): number => scores[Math.floor(share * scores.length)]!;
    expect(quantile(0.1)).toBeLessThan(40);
    expect(quantile(0.5)).toBeGreaterThan(40);
    expect(quantile(0.5)).toBeLessThan(55);
    expect(quantile(0.9)).toBeGreaterThan(55);
    expect(quantile(0.01)).toBeGreaterThan(1);
    expect(quantile(0.99)).toBeLessThan(99);
  });

  it('speaks at every book once warm, and at nothing else', () => {
    const times = [0, 4_999, 5_000, 5_250].map((ms) => bookAt(ms, 100));
    const { outputs } = replayEvents([...times, tradeFlow({ receivedMs: unixMs(5_300) })], () => volatility(options));
    expect(outputs.map(({ receivedMs }) => receivedMs)).toEqual([5_000, 5_250]);
  });

  it('is warm after half a half life of the norm by default', () => {
    const times = [0, 59_999, 60_000].map((ms) => bookAt(ms, 100));
    expect(replayEvents(times, () => volatility()).outputs.map(({ receivedMs }) => receivedMs)).toEqual([60_000]);
  });

  it.each<[VolatilityOptions, string]>([
    [{ recentHalfLifeMs: 0 }, 'recentHalfLifeMs must be a finite number > 0, was 0'],
    [{ normHalfLifeMs: Infinity }, 'normHalfLifeMs must be a finite number > 0, was Infinity'],
    [{ steepness: -1 }, 'steepness must be a finite number > 0, was -1'],
    [{ recentHalfLifeMs: 120_000 }, 'recentHalfLifeMs must be < normHalfLifeMs (120000), was 120000'],
    [{ warmUpMs: NaN }, 'warmUpMs must be a finite number >= 0, was NaN'],
    [{ price: 'last' as 'mid' }, 'price must be one of micro, mid, { barMs }, was last'],
    [{ name: '' }, 'name must not be empty'],
  ])('refuses %j', (wrong, message) => {
    expect(() => volatility(wrong)).toThrow(message);
    expect(() => volatility(wrong)).toThrow(RangeError);
  });
});
