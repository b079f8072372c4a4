import { unixMs, type BarClosed, type BookUpdate, type ProcessedMarketData } from '@perpstream/core';
import { barClosed, bookUpdate, describeSignalContract, marketWalk, randomNumbers, replayEvents, tradeFlow } from '@perpstream/testing'; // prettier-ignore
import fc from 'fast-check';
import { meanReversion, meanReversionDefaults, type MeanReversionOptions } from './mean-reversion';

const options = { meanHalfLifeMs: 2_000, normHalfLifeMs: 10_000, warmUpMs: 5_000, price: 'mid' } as const;

function bookAt(receivedMs: number, midUsd: number): BookUpdate {
  const bids = [[midUsd * 0.9999, 1]] as const;
  return bookUpdate({ receivedMs: unixMs(receivedMs), bids, asks: [[midUsd * 1.0001, 1]] });
}

/** One book every `intervalMs`, at these mids. */
const booksOf = (midsUsd: readonly number[], intervalMs = 250): BookUpdate[] =>
  midsUsd.map((midUsd, index) => bookAt(index * intervalMs, midUsd));

function scoresOf(events: readonly ProcessedMarketData[], given: MeanReversionOptions = options): number[] {
  return replayEvents(events, () => meanReversion(given)).outputs.map(({ score }) => score ?? NaN);
}

/** A log price that gives up `reversion` of its distance from 100 at each step and takes a random one of some bps. */
function reverting(reversion: number, count: number, seed = 4, stepBps = 3): number[] {
  const random = randomNumbers(seed);
  const normal = (): number => Math.sqrt(-2 * Math.log(random())) * Math.cos(2 * Math.PI * random());
  let log = 0;
  return Array.from({ length: count }, () => {
    log = log * (1 - reversion) + (stepBps / 10_000) * normal();
    return 100 * Math.exp(log);
  });
}

/** The definition in full, from the whole history: a moving average, and steps of the same sizes in random directions. */
function scoreByDefinition(midsUsd: readonly number[], intervalMs: number): number {
  const kept = 0.5 ** (intervalMs / 2_000);
  const keptNorm = 0.5 ** (intervalMs / 10_000);
  const logs = midsUsd.map(Math.log);
  const returns = logs.slice(1).map((log, index) => log - logs[index]!);
  const at = logs.map((log, now) => {
    const average = logs.slice(0, now).reduce((mean, past) => kept * mean + (1 - kept) * past, logs[0]!);
    const byChance = returns
      .slice(0, now)
      .reduce((sum, value, index) => sum + (kept ** (now - 1 - index) * value) ** 2, 0);
    return { distance: log - average, byChance };
  });
  const inForce = at.slice(0, -1).map((one, index) => ({ ...one, weight: keptNorm ** (at.length - 2 - index) }));
  const byChance = inForce.reduce((sum, one) => sum + one.weight * one.byChance, 0);
  const ratio = inForce.reduce((sum, one) => sum + one.weight * one.distance ** 2, 0) / byChance;
  const usual = (byChance * (1 - keptNorm)) / (1 - keptNorm ** (at.length - 1));
  return 50 - 50 * Math.tanh(((at.at(-1)!.distance / Math.sqrt(usual)) * 2) / (1 + ratio ** 2) / 1.5);
}

describeSignalContract({
  name: 'meanReversion',
  create: () => meanReversion(options),
  warmUpMs: 5_000,
  events: marketWalk({ seed: 5, books: 60 }),
  divergentEvent: bookAt(0, 150),
});

describe('meanReversion', () => {
  it('is the distance from the mean in standard deviations, weighed by the variance ratio and squashed', () => {
    const midsUsd = reverting(0.05, 80);
    expect(scoresOf(booksOf(midsUsd)).at(-1)).toBeCloseTo(scoreByDefinition(midsUsd, 250), 6);
  });

  it('is above 50 below the mean and below 50 above it', () => {
    const midsUsd = reverting(0.3, 400);
    expect(scoresOf(booksOf([...midsUsd, 99.9])).at(-1)).toBeGreaterThan(70);
    expect(scoresOf(booksOf([...midsUsd, 100.1])).at(-1)).toBeLessThan(30);
  });

  it('falls as the price rises', () => {
    const midsUsd = reverting(0.1, 200);
    fc.assert(
      fc.property(fc.double({ min: 95, max: 105, noNaN: true }), fc.double({ min: 0.01, max: 5 }), (price, step) => {
        const [low, high] = [price, price + step].map((last) => scoresOf(booksOf([...midsUsd, last])).at(-1)!);
        expect(high).toBeLessThanOrEqual(low!);
      }),
      { numRuns: 25 },
    );
  });

  it('speaks up where moves are undone and keeps quiet where they go on', () => {
    const random = randomNumbers(6);
    let step = 0;
    let log = 0;
    const goesOn = Array.from({ length: 4_000 }, () => {
      step = 0.95 * step + 1e-5 * (random() - 0.5);
      return 100 * Math.exp((log += step));
    });
    const loudness = (midsUsd: readonly number[]): number => {
      const scores = scoresOf(booksOf(midsUsd), { ...options, meanHalfLifeMs: 10_000, normHalfLifeMs: 200_000 });
      return scores.reduce((sum, score) => sum + Math.abs(score - 50), 0) / scores.length;
    };
    expect(loudness(goesOn)).toBeLessThan(5);
    expect(loudness(reverting(0.05, 4_000, 8))).toBeGreaterThan(15);
  });

  it('is 50 in a market whose price never moves', () => {
    expect(new Set(scoresOf(booksOf(Array<number>(60).fill(100))))).toEqual(new Set([50]));
  });

  it('comes back to 50 when the price stops, and stays there for hours', () => {
    const jump = [100, 101, 100.5, 102];
    const scores = scoresOf([...booksOf(jump), ...[10, 60, 600, 7_200, 86_400].map((s) => bookAt(s * 1_000, 102))]);
    expect(scores.slice(-3)).toEqual([50, 50, 50].map((flat) => expect.closeTo(flat, 6) as number));
  });

  it('is mirrored when the price is', () => {
    const midsUsd = reverting(0.1, 60);
    const mirrored = scoresOf(booksOf(midsUsd.map((mid) => 1 / mid)));
    scoresOf(booksOf(midsUsd)).forEach((score, index) => expect(mirrored[index]! + score).toBeCloseTo(100, 6));
  });

  it('does not depend on the price level', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-5, max: 1e6, noNaN: true }), (factor) => {
        const midsUsd = reverting(0.1, 40);
        const scaled = scoresOf(booksOf(midsUsd.map((mid) => mid * factor)));
        scoresOf(booksOf(midsUsd)).forEach((score, index) => expect(scaled[index]).toBeCloseTo(score, 6));
      }),
      { numRuns: 30 },
    );
  });

  it('uses a good part of the scale in a random walk and does not sit at its ends', () => {
    const scores = scoresOf(booksOf(reverting(0, 8_000)), { ...options, normHalfLifeMs: 20_000 }).sort((a, b) => a - b);
    const quantile = (share: number): number => scores[Math.floor(share * scores.length)]!;
    expect(quantile(0.1)).toBeLessThan(30);
    expect(quantile(0.9)).toBeGreaterThan(70);
    expect(quantile(0.01)).toBeGreaterThan(0.5);
    expect(quantile(0.99)).toBeLessThan(99.5);
  });

  it('reads bars alone, with half lives of 12 and 120 of them by default', () => {
    const bars = reverting(0.05, 245).map((closeUsd, minute): BarClosed => {
      const receivedMs = unixMs((minute + 1) * 60_000);
      return barClosed({ receivedMs, bar: { ...barClosed().bar, closeUsd } });
    });
    const { outputs } = replayEvents(bars, () => meanReversion({ price: { barMs: 60_000 } }));
    expect(outputs.map(({ receivedMs }) => receivedMs / 60_000)).toEqual([241, 242, 243, 244, 245]);
    const given = { meanHalfLifeMs: 12 * 60_000, normHalfLifeMs: 120 * 60_000, price: { barMs: 60_000 } };
    expect(replayEvents(bars, () => meanReversion(given)).outputs).toEqual(outputs);
  });

  it('speaks at every book once warm, and at nothing else', () => {
    const times = [0, 4_999, 5_000, 5_000, 5_250].map((ms) => bookAt(ms, 100));
    const events = [...times, tradeFlow({ receivedMs: unixMs(5_300) })];
    const { outputs } = replayEvents(events, () => meanReversion(options));
    expect(outputs.map(({ receivedMs }) => receivedMs)).toEqual([5_000, 5_000, 5_250]);
  });

  it('is warm after two half lives of the norm by default', () => {
    const times = [0, 1_199_999, 1_200_000].map((ms) => bookAt(ms, 100));
    const { outputs } = replayEvents(times, () => meanReversion());
    expect(outputs.map(({ receivedMs }) => receivedMs)).toEqual([1_200_000]);
  });

  it('takes another name', () => {
    const { outputs } = replayEvents([bookAt(0, 100)], () => meanReversion({ name: 'pullback', warmUpMs: 0 }));
    expect(outputs.map(({ signal }) => signal)).toEqual(['pullback']);
  });

  it('has plain data as defaults', () => {
    expect(JSON.parse(JSON.stringify(meanReversionDefaults))).toEqual(meanReversionDefaults);
  });

  it.each<[MeanReversionOptions, string]>([
    [{ meanHalfLifeMs: 0 }, 'meanHalfLifeMs must be a finite number > 0, was 0'],
    [{ normHalfLifeMs: NaN }, 'normHalfLifeMs must be a finite number > 0, was NaN'],
    [{ steepness: 0 }, 'steepness must be a finite number > 0, was 0'],
    [{ scale: -1 }, 'scale must be a finite number > 0, was -1'],
    [{ meanHalfLifeMs: 600_000 }, 'meanHalfLifeMs must be < normHalfLifeMs (600000), was 600000'],
    [{ warmUpMs: -1 }, 'warmUpMs must be a finite number >= 0, was -1'],
    [{ price: 'last' as 'mid' }, 'price must be one of micro, mid, { barMs }, was last'],
    [{ name: '' }, 'name must not be empty'],
  ])('refuses %j', (wrong, message) => {
    expect(() => meanReversion(wrong)).toThrow(message);
    expect(() => meanReversion(wrong)).toThrow(RangeError);
  });
});
