import type { SignalEngine } from '@perpstream/core';
import { marketWalk, replayEvents } from '@perpstream/testing';
import { bookImbalance } from '../book-imbalance/book-imbalance';
import { momentum } from '../momentum/momentum';
import { volatility } from '../volatility/volatility';
import { volume } from '../volume/volume';

const INTERVAL_MS = 250;
const MARKETS = 30;

/** How far the last score with one warm-up of history is from the one with two, in each of some made-up markets. */
function differences(create: () => SignalEngine, warmUpMs: number): number[] {
  return Array.from({ length: MARKETS }, (_, index) => {
    const books = 1 + (2 * warmUpMs) / INTERVAL_MS;
    const long = marketWalk({ seed: index + 1, books, intervalMs: INTERVAL_MS, stepBps: 2 });
    const short = long.filter(({ receivedMs }) => receivedMs >= warmUpMs);
    const [withTwo, withOne] = [long, short].map((events) => replayEvents(events, create).outputs.at(-1)?.score);
    return Math.abs((withTwo ?? NaN) - (withOne ?? NaN));
  }).sort((a, b) => a - b);
}

describe('the default warm-up', () => {
  it.each<[string, () => SignalEngine, number, number, number]>([
    ['momentum', () => momentum(), 1_440_000, 6, 15],
    ['bookImbalance', () => bookImbalance(), 8_000, 1, 3],
    ['volume', () => volume(), 60_000, 4, 10],
    ['volatility', () => volatility(), 60_000, 4, 12],
  ])('of %s leaves little to learn from older data', (_, create, warmUpMs, inTheMedian, inNineOfTen) => {
    const sorted = differences(create, warmUpMs);
    expect(sorted[MARKETS / 2]).toBeLessThan(inTheMedian);
    expect(sorted[(MARKETS * 9) / 10]).toBeLessThan(inNineOfTen);
  });
});
