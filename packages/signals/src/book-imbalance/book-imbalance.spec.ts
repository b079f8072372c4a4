import { unixMs, type BookUpdate, type ProcessedMarketData } from '@perpstream/core';
import { bookUpdate, describeSignalContract, marketWalk, replayEvents, tradeFlow } from '@perpstream/testing';
import { bookImbalance, type BookImbalanceOptions } from './book-imbalance';

const options = { halfLifeMs: 1_000, warmUpMs: 2_000 };

const bookAt = (receivedMs: number, bidSize: number, askSize: number): BookUpdate =>
  bookUpdate({ receivedMs: unixMs(receivedMs), bids: [[99, bidSize]], asks: [[101, askSize]] });

function scoresOf(events: readonly ProcessedMarketData[], given: BookImbalanceOptions = options): number[] {
  return replayEvents(events, () => bookImbalance(given)).outputs.map(({ score }) => score ?? NaN);
}

describeSignalContract({
  name: 'bookImbalance',
  create: () => bookImbalance(options),
  warmUpMs: 2_000,
  events: marketWalk({ seed: 8, books: 40 }),
  divergentEvent: bookAt(0, 1_000, 1),
});

describe('bookImbalance', () => {
  it.each([
    ['50 for a balanced book', 2, 2, 50],
    ['75 for three times the bids', 3, 1, 75],
    ['25 for three times the asks', 1, 3, 25],
    ['nearly 100 for bids alone', 1e9, 1e-9, 100],
    ['nearly 0 for asks alone', 1e-9, 1e9, 0],
  ])('is %s', (_, bidSize, askSize, expected) => {
    expect(scoresOf([0, 2_000].map((ms) => bookAt(ms, bidSize, askSize)))).toEqual([expect.closeTo(expected, 6)]);
  });

  it('comes half way to a new book in one half life', () => {
    const old = [0, 100_000].map((ms) => bookAt(ms, 1, 1));
    const scores = scoresOf([...old, bookAt(100_000, 9, 1), bookAt(101_000, 9, 1), bookAt(102_000, 9, 1)]);
    expect(scores).toEqual([50, 50, 70, 80].map((score) => expect.closeTo(score, 6) as number));
  });

  it('hardly notices orders that flash up for a few milliseconds', () => {
    const calm = [0, 500, 1_000, 1_500, 2_000].map((ms) => bookAt(ms, 1, 1));
    const flashed = [...calm.slice(0, 4), bookAt(1_990, 1_000, 1), bookAt(1_995, 1, 1), bookAt(2_000, 1, 1)];
    expect(scoresOf(flashed).at(-1)).toBeCloseTo(50, 0);
  });

  it('counts the best levels alone', () => {
    const bids = [[99, 1], [98, 1_000]] as const; // prettier-ignore
    const deep = [0, 2_000].map((ms) => bookUpdate({ receivedMs: unixMs(ms), bids, asks: [[101, 1]] }));
    expect(scoresOf(deep, { ...options, levels: 1, microWeight: 0 })).toEqual([50]);
    expect(scoresOf(deep, { ...options, levels: 2, microWeight: 0 })[0]).toBeGreaterThan(99);
  });

  it('gives near levels more say', () => {
    const bids = [[99.99, 1], [95, 10]] as const; // prettier-ignore
    const book = [0, 2_000].map((ms) => bookUpdate({ receivedMs: unixMs(ms), bids, asks: [[100.01, 1]] }));
    expect(scoresOf(book, { ...options, microWeight: 0, halfWeightBps: 0.01 })[0]).toBeCloseTo(50, 0);
    expect(scoresOf(book, { ...options, microWeight: 0, halfWeightBps: 100_000 })[0]).toBeCloseTo(91.3, 0);
  });

  it('passes over a book without levels', () => {
    const empty = bookUpdate({ receivedMs: unixMs(2_500), bids: [], asks: [] });
    const { outputs } = replayEvents([bookAt(0, 3, 1), bookAt(2_000, 3, 1), empty, bookAt(3_000, 3, 1)], () =>
      bookImbalance(options),
    );
    expect(outputs.map(({ receivedMs, score }) => [receivedMs, score])).toEqual([[2_000, 75], [3_000, 75]]); // prettier-ignore
  });

  it('uses a good part of the scale when sizes are random and does not sit at its ends', () => {
    const scores = scoresOf(marketWalk({ seed: 4, books: 4_000 }), { ...options, halfLifeMs: 250 }).sort(
      (a, b) => a - b,
    );
    const quantile = (share: number): number => scores[Math.floor(share * scores.length)]!;
    expect(quantile(0.01)).toBeLessThan(40);
    expect(quantile(0.99)).toBeGreaterThan(60);
    expect(quantile(0)).toBeGreaterThan(5);
    expect(quantile(0.5)).toBeCloseTo(50, -1);
  });

  it('speaks at every book once warm, and at nothing else', () => {
    const events = [
      bookAt(0, 1, 1),
      bookAt(1_999, 1, 1),
      bookAt(2_000, 1, 1),
      tradeFlow({ receivedMs: unixMs(2_100) }),
    ];
    const { outputs } = replayEvents(events, () => bookImbalance(options));
    expect(outputs.map(({ receivedMs }) => receivedMs)).toEqual([2_000]);
  });

  it('is warm after four half lives by default', () => {
    expect(
      scoresOf(
        [0, 7_999, 8_000].map((ms) => bookAt(ms, 1, 1)),
        {},
      ),
    ).toEqual([50]);
  });

  it.each<[BookImbalanceOptions, string]>([
    [{ levels: 0 }, 'levels must be a whole number >= 1, was 0'],
    [{ levels: 2.5 }, 'levels must be a whole number >= 1, was 2.5'],
    [{ halfWeightBps: 0 }, 'halfWeightBps must be a finite number > 0, was 0'],
    [{ halfLifeMs: -1 }, 'halfLifeMs must be a finite number > 0, was -1'],
    [{ warmUpMs: -1 }, 'warmUpMs must be a finite number >= 0, was -1'],
    [{ name: '' }, 'name must not be empty'],
  ])('refuses %j', (wrong, message) => {
    expect(() => bookImbalance(wrong)).toThrow(message);
    expect(() => bookImbalance(wrong)).toThrow(RangeError);
  });
});
