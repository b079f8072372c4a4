import { unixMs, type BookUpdate, type ProcessedMarketData, type TradeFlow } from '@perpstream/core';
import {
  barClosed,
  bookUpdate,
  describeSignalContract,
  marketWalk,
  replayEvents,
  tradeFlow,
} from '@perpstream/testing';
import { volume, type VolumeOptions } from './volume';

const options = { recentHalfLifeMs: 2_000, normHalfLifeMs: 20_000, warmUpMs: 5_000 };

const flowAt = (receivedMs: number, tradedUsd: number): TradeFlow =>
  tradeFlow({ receivedMs: unixMs(receivedMs), buyUsd: tradedUsd / 4, sellUsd: (tradedUsd * 3) / 4 });

const bookAt = (receivedMs: number): BookUpdate => bookUpdate({ receivedMs: unixMs(receivedMs) });

/** `tradedUsd` every second, from `startMs` on. */
const steady = (startMs: number, count: number, tradedUsd: number): TradeFlow[] =>
  Array.from({ length: count }, (_, index) => flowAt(startMs + 1_000 * index, tradedUsd));

function scoresOf(events: readonly ProcessedMarketData[], given: VolumeOptions = options): number[] {
  return replayEvents(events, () => volume(given)).outputs.map(({ score }) => score ?? NaN);
}

describeSignalContract({
  name: 'volume',
  create: () => volume(options),
  warmUpMs: 5_000,
  events: marketWalk({ seed: 7, books: 60 }),
  divergentEvent: flowAt(0, 1e6),
});

describe('volume', () => {
  it('stands near 50 while as much is traded as always', () => {
    // A little above at the instant of a trade: the recent rate fades between the trades of two seconds.
    const scores = scoresOf(steady(0, 300, 1_000));
    expect(scores.at(-1)).toBeGreaterThan(50);
    expect(scores.at(-1)).toBeLessThan(56);
  });

  it('rises with a surge', () => {
    const scores = scoresOf([...steady(0, 120, 1_000), ...steady(120_000, 3, 20_000)]);
    expect(scores.at(-1)).toBeGreaterThan(80);
  });

  it('falls while books come and trades do not', () => {
    const surge = [...steady(0, 120, 1_000), flowAt(120_000, 50_000)];
    const quiet = [1, 2, 4, 8, 16, 32].map((seconds) => bookAt(120_000 + seconds * 1_000));
    const scores = scoresOf([...surge, ...quiet]).slice(-7);
    expect(scores[0]).toBeGreaterThan(80);
    expect([...scores].sort((a, b) => b - a)).toEqual(scores);
    expect(scores.at(-1)).toBeLessThan(1);
  });

  it('is 50 in a market without any trade', () => {
    expect(scoresOf([0, 5_000, 1e6, 1e9].map(bookAt))).toEqual([50, 50, 50]);
  });

  it('is never NaN, however long trades stay away', () => {
    const scores = scoresOf([...steady(0, 20, 1_000), ...[1e5, 1e6, 1e7, 1e9].map(bookAt)]).slice(-4);
    expect(scores.every((score) => score >= 0 && score <= 50)).toBe(true);
  });

  it('measures a market against itself: ten times the money everywhere is the same score', () => {
    const events = marketWalk({ seed: 8, books: 200 });
    const richer = events.map((event) =>
      event.kind === 'flow' ? { ...event, buyUsd: event.buyUsd * 10, sellUsd: event.sellUsd * 10 } : event,
    );
    const scores = scoresOf(events);
    scoresOf(richer).forEach((score, index) => expect(score).toBeCloseTo(scores[index]!, 8));
  });

  it('counts bought and sold alike', () => {
    const bought = steady(0, 30, 0).map((flow, index) => ({ ...flow, buyUsd: 100 + index }));
    const sold = steady(0, 30, 0).map((flow, index) => ({ ...flow, sellUsd: 100 + index }));
    expect(scoresOf(bought)).toEqual(scoresOf(sold));
  });

  it('does not depend on how often books come', () => {
    const flows = steady(0, 60, 1_000);
    const books = Array.from({ length: 250 }, (_, index) => bookAt(100 + index * 237));
    const mixed = [...flows, ...books].sort((a, b) => a.receivedMs - b.receivedMs);
    expect(scoresOf([...mixed, bookAt(60_000)]).at(-1)).toBeCloseTo(scoresOf([...flows, bookAt(60_000)]).at(-1)!, 8);
  });

  it('uses a good part of the scale when trades are random and does not sit at its ends', () => {
    const scores = scoresOf(marketWalk({ seed: 3, books: 6_000 })).sort((a, b) => a - b);
    const quantile = (share: number): number => scores[Math.floor(share * scores.length)]!;
    expect(quantile(0.1)).toBeLessThan(42);
    expect(quantile(0.9)).toBeGreaterThan(57);
    expect(quantile(0.01)).toBeGreaterThan(5);
    expect(quantile(0.99)).toBeLessThan(95);
  });

  it('speaks at books and flows once warm, and at nothing else', () => {
    const events = [
      bookAt(0),
      flowAt(4_999, 1),
      flowAt(5_000, 1),
      barClosed({ receivedMs: unixMs(5_100) }),
      bookAt(5_250),
    ];
    const { outputs } = replayEvents(events, () => volume(options));
    expect(outputs.map(({ receivedMs }) => receivedMs)).toEqual([5_000, 5_250]);
  });

  it('is warm after half a half life of the norm by default', () => {
    expect(scoresOf([bookAt(0), bookAt(59_999), bookAt(60_000)], {})).toHaveLength(1);
  });

  it.each<[VolumeOptions, string]>([
    [{ recentHalfLifeMs: -5 }, 'recentHalfLifeMs must be a finite number > 0, was -5'],
    [{ normHalfLifeMs: 0 }, 'normHalfLifeMs must be a finite number > 0, was 0'],
    [{ steepness: NaN }, 'steepness must be a finite number > 0, was NaN'],
    [{ recentHalfLifeMs: 200_000 }, 'recentHalfLifeMs must be < normHalfLifeMs (120000), was 200000'],
    [{ warmUpMs: -1 }, 'warmUpMs must be a finite number >= 0, was -1'],
    [{ name: '' }, 'name must not be empty'],
  ])('refuses %j', (wrong, message) => {
    expect(() => volume(wrong)).toThrow(message);
    expect(() => volume(wrong)).toThrow(RangeError);
  });
});
