import { unixMs, type ProcessedMarketData } from '@perpstream/core';
import { bookUpdate, dataQuality, describeSignalContract, ETH, marketContext, marketHistory, randomNumbers, replayEvents, tradeFlow, warmUpAgrees } from '@perpstream/testing'; // prettier-ignore
import fc from 'fast-check';
import { naiveGapDeviations } from '../../fixtures/naive-gap-deviations';
import { openInterest, openInterestDefaults, type OpenInterestOptions } from './open-interest';

const MINUTE_MS = 60_000;

const options: OpenInterestOptions = { fastHalfLifeMs: 2_000, slowHalfLifeMs: 10_000, warmUpMs: 5_000 };

type Moment = readonly [openInterestBase: number, midUsd: number];

/** Open interest and a book, every 500 ms. */
const course = (moments: readonly Moment[], startMs = 0): ProcessedMarketData[] =>
  moments.flatMap(([openInterestBase, midUsd], index) => {
    const receivedMs = unixMs(startMs + 500 * index);
    return [
      marketContext({ receivedMs, openInterestBase }),
      bookUpdate({ receivedMs, bids: [[midUsd * 0.9999, 1]], asks: [[midUsd * 1.0001, 1]] }),
    ];
  });

/** Both wander, by a share of themselves with each step. */
function wandering(count: number, seed = 3): Moment[] {
  const random = randomNumbers(seed);
  let [base, usd] = [1_000, 100];
  return Array.from({ length: count }, (): Moment => {
    base *= 1 + 0.004 * (random() - 0.5);
    usd *= 1 + 0.002 * (random() - 0.5);
    return [base, usd];
  });
}

/** Goes on from the last moment, with so much per step for ten steps. */
function then(before: readonly Moment[], baseShare: number, usdShare: number): Moment[] {
  const [base, usd] = before.at(-1)!;
  const later = Array.from({ length: 10 }, (_, index): Moment => [base * (1 + baseShare) ** (index + 1), usd * (1 + usdShare) ** (index + 1)]); // prettier-ignore
  return [...before, ...later];
}

const saidOf = (events: readonly ProcessedMarketData[], given: OpenInterestOptions = options) =>
  replayEvents(events, () => openInterest(given)).outputs;
const scoresOf = (events: readonly ProcessedMarketData[], given?: OpenInterestOptions): number[] =>
  saidOf(events, given).map(({ score }) => score ?? NaN);
const lastOf = (moments: readonly Moment[]): number => scoresOf(course(moments)).at(-1) ?? NaN;

describeSignalContract({
  name: 'openInterest',
  create: () => openInterest(options),
  warmUpMs: 5_000,
  events: course(wandering(40)),
  divergentEvent: marketContext({ openInterestBase: 1_400 }),
});

describe('openInterest', () => {
  it.each<[string, number, number, number, number]>([
    ['above 75 when longs are building', 0.002, 0.001, 75, 100],
    ['below 25 when shorts are building', 0.002, -0.001, 0, 25],
    ['50 when positions are closed and the price rises', -0.002, 0.001, 50, 50],
    ['50 when positions are closed and the price falls', -0.002, -0.001, 50, 50],
  ])('is %s', (_, baseShare, usdShare, least, most) => {
    const score = lastOf(then(wandering(60), baseShare, usdShare));
    expect(score).toBeGreaterThanOrEqual(least);
    expect(score).toBeLessThanOrEqual(most);
  });

  it('comes back to 50 when positions are closed again', () => {
    const built = then(wandering(60), 0.002, 0.001);
    const closed = then(then(built, -0.002, 0.001), -0.002, 0.001);
    expect(lastOf(built)).toBeGreaterThan(75);
    expect(lastOf(closed)).toBe(50);
  });

  it.each<[string, (moment: Moment) => Moment]>([
    ['open interest never changes', ([, usd]) => [1_000, usd]],
    ['the price never changes', ([base]) => [base, 100]],
    ['neither changes', () => [1_000, 100]],
  ])('is 50 when %s', (_, still) => {
    expect(new Set(scoresOf(course(wandering(40).map(still))))).toEqual(new Set([50]));
  });

  it('is what its definition says over the whole history', () => {
    const moments = wandering(80);
    const deviations = (of: 0 | 1, until: number): number => {
      const points = moments.slice(0, until).map((moment, index) => [500 * index, Math.log(moment[of])] as const);
      return naiveGapDeviations(points, 2_000, 10_000);
    };
    scoresOf(course(moments)).forEach((score, index) => {
      const built = Math.tanh(Math.max(0, deviations(0, index + 11)));
      expect(score).toBeCloseTo(50 + 50 * built * Math.tanh(deviations(1, index + 11)), 6);
    });
  });

  it('does not depend on price level or size unit, and is mirrored with the price', () => {
    const factor = fc.double({ min: 1e-6, max: 1e6, noNaN: true });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e6 }), factor, factor, (seed, size, price) => {
        const moments = wandering(30, seed);
        const scores = scoresOf(course(moments));
        const scaled = scoresOf(course(moments.map(([base, usd]): Moment => [base * size, usd * price])));
        const mirrored = scoresOf(course(moments.map(([base, usd]): Moment => [base, 10_000 / usd])));
        scores.forEach((score, index) => {
          expect(scaled[index]).toBeCloseTo(score, 6);
          expect(mirrored[index]).toBeCloseTo(100 - score, 4);
        });
      }),
      { numRuns: 30 },
    );
  });

  it('needs both open interest and a price, and counts its warm-up from the later of them', () => {
    const late = course(wandering(40)).filter((event) => event.kind === 'book' || event.receivedMs >= 5_000);
    expect(saidOf(late)[0]!.receivedMs).toBe(10_000);
    const never = course(wandering(40)).filter(({ kind }) => kind === 'book');
    expect(saidOf(never)).toEqual([]);
  });

  it('takes an open interest of 0 for one that is not known', () => {
    const moments = wandering(40);
    const gaps = moments.map(([base, usd], index): Moment => [index % 7 === 3 ? 0 : base, usd]);
    expect(scoresOf(course(gaps)).every((score) => score > 0 && score < 100)).toBe(true);
    expect(scoresOf(course(moments.map(([, usd]): Moment => [0, usd])))).toEqual([]);
  });

  it('works on bars and contexts alone, with longer half lives', () => {
    const events = marketHistory({ seed: 3, durationMs: 60 * 60 * MINUTE_MS, bookMs: MINUTE_MS, contextMs: MINUTE_MS, without: ['book', 'flow', 'forced-flow'] }); // prettier-ignore
    const said = saidOf(events, { price: { barMs: MINUTE_MS } });
    // Twice 20 minutes times 60 s / 5 s.
    expect(said[0]!.receivedMs).toBe(481 * MINUTE_MS);
    expect(new Set(said.map(({ score }) => Math.sign((score ?? NaN) - 50)))).toEqual(new Set([-1, 0, 1]));
  });

  it('speaks at its price alone', () => {
    const events = [...course(wandering(12)), tradeFlow({ receivedMs: unixMs(6_000) }), marketContext({ receivedMs: unixMs(6_000) }), dataQuality({ receivedMs: unixMs(6_100), level: 'stale' })]; // prettier-ignore
    expect(saidOf(events).map(({ receivedMs }) => receivedMs)).toEqual([5_000, 5_500]);
  });

  it('spreads over its scale in a made-up market and does not sit at its ends', () => {
    const events = marketHistory({ seed: 8, durationMs: 240 * MINUTE_MS, bookMs: 1_000, without: ['flow', 'forced-flow', 'bar'] }); // prettier-ignore
    const scores = scoresOf(events, {}).sort((a, b) => a - b);
    const quantile = (share: number): number => scores[Math.floor(share * scores.length)]!;
    expect(quantile(0.01)).toBeGreaterThan(1);
    expect(quantile(0.1)).toBeLessThan(48);
    expect(quantile(0.5)).toBe(50);
    expect(quantile(0.9)).toBeGreaterThan(52);
    expect(quantile(0.99)).toBeLessThan(99);
  });

  it('R23: is silent for 40 minutes by default, then agrees with longer data within 25 points', () => {
    for (const seed of [1, 2, 3]) {
      const events = marketHistory({ seed, durationMs: 180 * MINUTE_MS, bookMs: 5_000, contextMs: 5_000, without: ['flow', 'forced-flow', 'bar'] }); // prettier-ignore
      const startsMs = [10, 40, 60].map((minutes) => minutes * MINUTE_MS);
      warmUpAgrees({ create: () => openInterest(), events, epsilon: 25, startsMs }, 2 * openInterestDefaults.slowHalfLifeMs); // prettier-ignore
    }
  });

  it.each<[OpenInterestOptions, string]>([
    [{ fastHalfLifeMs: 0 }, 'fastHalfLifeMs must be a finite number > 0, was 0'],
    [{ slowHalfLifeMs: 1_000 }, 'fastHalfLifeMs must be < slowHalfLifeMs (1000), was 120000'],
    [{ scale: Infinity }, 'scale must be a finite number > 0, was Infinity'],
    [{ warmUpMs: -1 }, 'warmUpMs must be a finite number >= 0, was -1'],
    [{ price: { barMs: 0 } }, 'barMs must be a finite number > 0, was 0'],
    [{ name: '' }, 'name must not be empty'],
  ])('refuses %j', (wrong, message) => {
    expect(() => openInterest(wrong)).toThrow(message);
    expect(() => openInterest(wrong)).toThrow(RangeError);
  });

  it('scores markets apart', () => {
    const other = course(wandering(20, 9)).map((event) => ({ ...event, marketId: ETH }));
    const both = course(wandering(20)).flatMap((event, index) => [event, other[index]!]);
    expect(saidOf(both).filter(({ marketId }) => marketId === ETH).map(({ score }) => score)).toEqual(scoresOf(other)); // prettier-ignore
  });
});
