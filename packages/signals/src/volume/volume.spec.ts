import { unixMs, type BarClosed, type BookUpdate, type ProcessedMarketData, type TradeFlow } from '@perpstream/core';
import {
  barClosed,
  bookUpdate,
  dataQuality,
  describeSignalContract,
  marketWalk,
  replayEvents,
  tradeFlow,
} from '@perpstream/testing';
import { volume, volumeDefaults, type VolumeOptions } from './volume';

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

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

const barAt = (startMs: number, volumeUsd: number): BarClosed =>
  barClosed({
    receivedMs: unixMs(startMs + MINUTE_MS),
    bar: { ...barClosed().bar, startMs: unixMs(startMs), endMs: unixMs(startMs + MINUTE_MS), volumeUsd },
  });

/** A bar each minute for so many days; the hour that begins at noon has ten times the volume of the others. */
const daysWithBusyNoon = (days: number): BarClosed[] =>
  Array.from({ length: days * 1_440 }, (_, minute) =>
    barAt(minute * MINUTE_MS, Math.floor(minute / 60) % 24 === 12 ? 10_000 : 1_000),
  );

describeSignalContract({
  name: 'volume of bars',
  create: () => volume({ barMs: MINUTE_MS, warmUpMs: 5 * MINUTE_MS }),
  warmUpMs: 5 * MINUTE_MS,
  events: Array.from({ length: 30 }, (_, minute) => barAt(minute * MINUTE_MS, 1_000 + 100 * (minute % 7))),
  divergentEvent: barAt(0, 1e6),
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

  it('is the ratio of two sums over the whole history', () => {
    const events = marketWalk({ seed: 9, books: 120 });
    const nowMs = events.at(-1)!.receivedMs;
    const rate = (halfLifeMs: number): number => {
      const timeConstantMs = halfLifeMs / Math.LN2;
      const usd = events.map((event) =>
        event.kind === 'flow' ? (event.buyUsd + event.sellUsd) * 2 ** ((event.receivedMs - nowMs) / halfLifeMs) : 0,
      );
      return usd.reduce((sum, part) => sum + part, 0) / (timeConstantMs * (1 - 0.5 ** (nowMs / halfLifeMs)));
    };
    const [recent, norm] = [rate(options.recentHalfLifeMs), rate(options.normHalfLifeMs)];
    expect(scoresOf(events, { ...options, steepness: 1.5 }).at(-1)).toBeCloseTo(100 / (1 + (norm / recent) ** 1.5), 8);
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

  it('reads complete bars of its length by their own time, although they came at once', () => {
    const bars = Array.from({ length: 120 }, (_, minute) => barAt(minute * MINUTE_MS, minute < 119 ? 1_000 : 10_000));
    const atOnce = bars.map((event) => ({ ...event, receivedMs: unixMs(1e9) }));
    const given = { barMs: MINUTE_MS, recentHalfLifeMs: MINUTE_MS, normHalfLifeMs: 30 * MINUTE_MS };
    const scores = scoresOf(bars, given);
    expect(scores).toHaveLength(120 - 15);
    expect(scores.at(-2)).toBeCloseTo(50, 6);
    expect(scores.at(-1)).toBeGreaterThan(80);
    expect(scoresOf(atOnce, given)).toEqual(scores);
    expect(scoresOf([...bars, flowAt(7.2e6, 1e9), bookAt(7.2e6)], given)).toEqual(scores);
  });

  it('has longer half lives for bars: 2 and 24 of them', () => {
    const bars = daysWithBusyNoon(1);
    const stated = { barMs: MINUTE_MS, recentHalfLifeMs: 2 * MINUTE_MS, normHalfLifeMs: 24 * MINUTE_MS };
    expect(scoresOf(bars, { barMs: MINUTE_MS })).toEqual(scoresOf(bars, stated));
  });

  describe('with days behind it', () => {
    const given = { barMs: MINUTE_MS, recentHalfLifeMs: 5 * MINUTE_MS, normHalfLifeMs: 12 * HOUR_MS, warmUpMs: 0 };
    const noon = (days: number): number => days * 1_440 + 12 * 60 + 50;
    const atNoon = (days: number): number => scoresOf(daysWithBusyNoon(days + 1).slice(0, noon(days)), given).at(-1)!;

    it('has no time of day on the first day', () => {
      const without = scoresOf(daysWithBusyNoon(1), { ...given, seasonHalfLifeDays: 1e12 });
      const scores = scoresOf(daysWithBusyNoon(1), given);
      scores.forEach((score, index) => expect(score).toBeCloseTo(without[index]!, 6));
      expect(atNoon(0)).toBeGreaterThan(80);
    });

    it('takes the busy hour for ever more usual', () => {
      const scores = [0, 1, 2, 4, 8].map(atNoon);
      expect([...scores].sort((a, b) => b - a)).toEqual(scores);
      expect(scores.at(-1)).toBeGreaterThan(50);
      expect(scores.at(-1)).toBeLessThan(58);
    });

    it('finds a quiet noon quiet, although the day is quiet', () => {
      const days = daysWithBusyNoon(8);
      const quiet = Array.from({ length: 780 }, (_, minute) => barAt(8 * DAY_MS + minute * MINUTE_MS, 1_000));
      const scores = scoresOf([...days, ...quiet], given);
      expect(scores.at(-90)).toBeCloseTo(50, -1);
      expect(scores.at(-1)).toBeLessThan(20);
    });

    it('keeps what it learned of the hours through an interruption, and nothing else', () => {
      const days = daysWithBusyNoon(9);
      const gap = dataQuality({ level: 'syncing', receivedMs: unixMs(8 * DAY_MS + 11 * HOUR_MS) });
      const before = days.filter(({ receivedMs }) => receivedMs <= gap.receivedMs);
      const after = days.slice(before.length, noon(8));
      const last = scoresOf([...before, gap, ...after], given).at(-1)!;
      expect(last).toBeLessThan(60);
      expect(scoresOf(after, given).at(-1)).toBeGreaterThan(last);
      const { outputs } = replayEvents([...before, gap, ...after], () => volume({ ...given, warmUpMs: HOUR_MS }));
      expect(outputs.filter(({ score }) => score === undefined)).toHaveLength(1);
      expect(outputs.filter(({ receivedMs }) => receivedMs > gap.receivedMs)).toHaveLength(after.length - 60);
    });
  });

  it('exports the defaults it uses', () => {
    const events = marketWalk({ seed: 3, books: 400 });
    expect(scoresOf(events, { ...volumeDefaults, warmUpMs: 60_000 })).toEqual(scoresOf(events, {}));
  });

  it.each<[VolumeOptions, string]>([
    [{ seasonHalfLifeDays: 0 }, 'seasonHalfLifeDays must be a finite number > 0, was 0'],
    [{ barMs: 0 }, 'barMs must be a finite number > 0, was 0'],
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
