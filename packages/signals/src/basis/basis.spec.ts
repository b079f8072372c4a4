import { midPriceUsd, unixMs, type BookUpdate, type MarketContext, type ProcessedMarketData } from '@perpstream/core';
import { barClosed, bookUpdate, dataQuality, describeSignalContract, ETH, marketContext, marketHistory, randomNumbers, replayEvents, tradeFlow, warmUpAgrees } from '@perpstream/testing'; // prettier-ignore
import fc from 'fast-check';
import { basis, basisDefaults, type BasisOptions } from './basis';

const MINUTE_MS = 60_000;

const options: BasisOptions = { recentHalfLifeMs: 1_000, normHalfLifeMs: 10_000, warmUpMs: 5_000 };

const oracleAt = (receivedMs: number, oraclePriceUsd = 100): MarketContext =>
  marketContext({ receivedMs: unixMs(receivedMs), oraclePriceUsd });

/** A book whose mid stands so many basis points above 100. */
function bookAt(receivedMs: number, premiumBps: number, usd = 100): BookUpdate {
  const midUsd = usd * (1 + premiumBps / 10_000);
  return bookUpdate({ receivedMs: unixMs(receivedMs), bids: [[midUsd * 0.9999, 1]], asks: [[midUsd * 1.0001, 1]] });
}

/** An oracle price and a book every 500 ms. */
const course = (premiumsBps: readonly number[], startMs = 0): ProcessedMarketData[] =>
  premiumsBps.flatMap((premiumBps, index) => [
    oracleAt(startMs + 500 * index),
    bookAt(startMs + 500 * index, premiumBps),
  ]);

function somePremiums(count: number, seed = 3): number[] {
  const random = randomNumbers(seed);
  return Array.from({ length: count }, () => 6 * random() - 2);
}

const saidOf = (events: readonly ProcessedMarketData[], given: BasisOptions = options) =>
  replayEvents(events, () => basis(given)).outputs;
const scoresOf = (events: readonly ProcessedMarketData[], given?: BasisOptions): number[] =>
  saidOf(events, given).map(({ score }) => score ?? NaN);
const lastOf = (events: readonly ProcessedMarketData[], given?: BasisOptions): number =>
  scoresOf(events, given).at(-1) ?? NaN;

describeSignalContract({
  name: 'basis',
  // The contract moves events in time, not what they state of older times.
  create: () => basis({ ...options, maxOracleAgeMs: 1e12 }),
  warmUpMs: 5_000,
  events: course(somePremiums(40)),
  divergentEvent: bookAt(0, 80),
});

describe('basis', () => {
  it('is 50 while the premium stands still, whatever it is', () => {
    expect(scoresOf(course(Array.from({ length: 30 }, () => 7)))).toEqual(
      Array.from({ length: 20 }, () => expect.closeTo(50, 6) as number),
    );
  });

  it('falls when the book rises above its usual premium, and rises when it falls below', () => {
    const usual = somePremiums(40);
    const above = lastOf(course([...usual, 8, 8, 8, 8]));
    const below = lastOf(course([...usual, -6, -6, -6, -6]));
    expect(above).toBeLessThan(25);
    expect(below).toBeGreaterThan(75);
  });

  it('gets used to a premium that stays', () => {
    const scores = scoresOf(course([...somePremiums(40), ...Array.from({ length: 120 }, () => 8)]));
    expect(Math.min(...scores.slice(30, 50))).toBeLessThan(25);
    expect(scores.at(-1)).toBeGreaterThan(40);
  });

  it('is what its definition says over the whole history', () => {
    const premiums = somePremiums(80);
    const kept = (ms: number, halfLifeMs: number): number => 2 ** (-ms / halfLifeMs);
    /** Weights of values in force for 500 ms each, the last one not yet at all. */
    const mean = (values: readonly number[], halfLifeMs: number, of = (value: number) => value): number => {
      const weighted = values.slice(0, -1).map((value, index) => {
        const ageMs = 500 * (values.length - 2 - index);
        return { value: of(value), weight: kept(ageMs, halfLifeMs) - kept(ageMs + 500, halfLifeMs) };
      });
      const total = weighted.reduce((sum, { weight }) => sum + weight, 0);
      return total > 0
        ? weighted.reduce((sum, { value, weight }) => sum + value * weight, 0) / total
        : (values[0] ?? 0);
    };
    const recent = premiums.map((_, index) => mean(premiums.slice(0, index + 1), 1_000));
    scoresOf(course(premiums)).forEach((score, index) => {
      const seen = recent.slice(0, index + 11);
      const usual = mean(seen, 10_000);
      const variance = mean(seen, 10_000, (value) => (value - usual) ** 2);
      const deviations = (seen.at(-1)! - usual) / Math.sqrt(variance + 0.1 ** 2);
      expect(score).toBeCloseTo(50 - 50 * Math.tanh(deviations / 2), 6);
    });
  });

  it('does not depend on the price level, and is mirrored with the premium', () => {
    const premiums = fc.array(fc.double({ min: -20, max: 20, noNaN: true }), { minLength: 15, maxLength: 40 });
    fc.assert(
      fc.property(premiums, fc.double({ min: 1e-6, max: 1e6, noNaN: true }), (given, factor) => {
        const scores = scoresOf(course(given));
        const scaled = given.flatMap((premiumBps, index) => [
          oracleAt(500 * index, 100 * factor),
          bookAt(500 * index, premiumBps, 100 * factor),
        ]);
        const mirrored = scoresOf(course(given.map((premiumBps) => -premiumBps)));
        scoresOf(scaled).forEach((score, index) => expect(score).toBeCloseTo(scores[index]!, 6));
        mirrored.forEach((score, index) => expect(score).toBeCloseTo(100 - scores[index]!, 6));
      }),
      { numRuns: 50 },
    );
  });

  it('falls, or stays, when the last premium is higher', () => {
    const before = somePremiums(30);
    const last = (premiumBps: number): number => lastOf(course([...before, premiumBps, premiumBps]));
    const rising = [-50, -5, -1, 0, 1, 5, 50].map(last);
    expect([...rising].sort((a, b) => b - a)).toEqual(rising);
  });

  it('withdraws its score once when the oracle price is too old, and goes on when a new one comes', () => {
    const bound = { ...options, maxOracleAgeMs: 2_000 };
    const silent = [10_500, 11_500, 12_000, 12_500].map((ms) => bookAt(ms, 0));
    const back = course([0, 0, 0], 20_000);
    const said = saidOf([...course(somePremiums(20)), ...silent, ...back], bound).slice(10);
    expect(said.map(({ receivedMs, score }) => [receivedMs, score === undefined])).toEqual([
      // The last oracle price is of 9,500.
      [10_500, false],
      [11_500, false],
      [12_000, true],
      [20_000, false],
      [20_500, false],
      [21_000, false],
    ]);
  });

  it('knows after an outage of the oracle what was usual before it', () => {
    const bound = { ...options, maxOracleAgeMs: 2_000 };
    const usual = somePremiums(60);
    const outage = Array.from({ length: 600 }, (_, index) => bookAt(32_000 + 500 * index, -400));
    const withOutage = lastOf([...course(usual), ...outage, ...course([8, 8, 8, 8], 330_000)], bound);
    expect(withOutage).toBeLessThan(25);
  });

  it('says nothing without any oracle price', () => {
    expect(saidOf(Array.from({ length: 40 }, (_, index) => bookAt(500 * index, 3)))).toEqual([]);
  });

  it('counts its warm-up from the first premium', () => {
    const late = [...Array.from({ length: 20 }, (_, index) => bookAt(500 * index, 3)), ...course(somePremiums(12), 10_000)]; // prettier-ignore
    expect(saidOf(late).map(({ receivedMs }) => receivedMs)).toEqual([15_000, 15_500]);
  });

  it('works on bars and contexts alone, with longer half lives', () => {
    const events = marketHistory({ seed: 3, durationMs: 300 * MINUTE_MS, bookMs: MINUTE_MS, contextMs: MINUTE_MS, without: ['book', 'flow', 'forced-flow'] }); // prettier-ignore
    const said = saidOf(events, { price: { barMs: MINUTE_MS } });
    // Half of 600 s times 60 s / 5 s.
    expect(said[0]!.receivedMs).toBe(62 * MINUTE_MS);
    expect(said.length).toBe(239);
    expect(said.every(({ score }) => score !== undefined && score > 0 && score < 100)).toBe(true);
  });

  it('speaks at its price alone', () => {
    const events = [...course(somePremiums(12)), tradeFlow({ receivedMs: unixMs(6_000) }), barClosed({ receivedMs: unixMs(6_000) }), dataQuality({ receivedMs: unixMs(6_100), level: 'stale' })]; // prettier-ignore
    expect(saidOf(events).map(({ receivedMs }) => receivedMs)).toEqual([5_000, 5_500]);
  });

  it('watches the micro price when asked to', () => {
    const lopsided = course(somePremiums(20)).map((event) => event.kind === 'book' ? bookUpdate({ ...event, bids: [[midPriceUsd(event.top) - 1, 9]], asks: [[midPriceUsd(event.top) + 1, event.receivedMs > 8_000 ? 1 : 9]] }) : event); // prettier-ignore
    expect(lastOf(lopsided, { ...options, price: 'micro' })).toBeLessThan(lastOf(lopsided) - 10);
  });

  it('spreads over its scale in a made-up market and does not sit at its ends', () => {
    const scores = scoresOf(marketHistory({ seed: 8, durationMs: 60 * MINUTE_MS }), {}).sort((a, b) => a - b);
    const quantile = (share: number): number => scores[Math.floor(share * scores.length)]!;
    expect(quantile(0.01)).toBeGreaterThan(1);
    expect(quantile(0.1)).toBeLessThan(40);
    expect(quantile(0.9)).toBeGreaterThan(60);
    expect(quantile(0.99)).toBeLessThan(99);
  });

  it('R23: is silent for five minutes by default, then agrees with longer data within 30 points', () => {
    for (const seed of [1, 2, 3]) {
      const events = marketHistory({ seed, durationMs: 30 * MINUTE_MS, bookMs: 500, without: ['flow', 'forced-flow', 'bar'] }); // prettier-ignore
      const startsMs = [1, 5, 10].map((minutes) => minutes * MINUTE_MS);
      warmUpAgrees(
        { create: () => basis(), events, epsilon: 30, startsMs, slackMs: 2_000 },
        basisDefaults.normHalfLifeMs / 2,
      );
    }
  });

  it.each<[BasisOptions, string]>([
    [{ recentHalfLifeMs: 0 }, 'recentHalfLifeMs must be a finite number > 0, was 0'],
    [{ normHalfLifeMs: 1_000 }, 'recentHalfLifeMs must be < normHalfLifeMs (1000), was 2000'],
    [{ maxOracleAgeMs: -1 }, 'maxOracleAgeMs must be a finite number > 0, was -1'],
    [{ restBps: 0 }, 'restBps must be a finite number > 0, was 0'],
    [{ scale: NaN }, 'scale must be a finite number > 0, was NaN'],
    [{ warmUpMs: -1 }, 'warmUpMs must be a finite number >= 0, was -1'],
    [{ price: 'last' as 'mid' }, 'price must be one of micro, mid, { barMs }, was last'],
    [{ name: '' }, 'name must not be empty'],
  ])('refuses %j', (wrong, message) => {
    expect(() => basis(wrong)).toThrow(message);
    expect(() => basis(wrong)).toThrow(RangeError);
  });

  it('scores markets apart', () => {
    const other = course(somePremiums(20, 9)).map((event) => ({ ...event, marketId: ETH }));
    const both = course(somePremiums(20)).flatMap((event, index) => [event, other[index]!]);
    expect(saidOf(both).filter(({ marketId }) => marketId === ETH).map(({ score }) => score)).toEqual(scoresOf(other)); // prettier-ignore
  });
});
