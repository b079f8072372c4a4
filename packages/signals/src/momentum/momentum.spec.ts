import { unixMs, type BarClosed, type BookUpdate, type ProcessedMarketData } from '@perpstream/core';
import {
  barClosed,
  bookUpdate,
  describeSignalContract,
  marketWalk,
  replayEvents,
  tradeFlow,
} from '@perpstream/testing';
import fc from 'fast-check';
import { momentum, momentumDefaults, type MomentumOptions } from './momentum';

const options = { fastHalfLifeMs: 1_000, slowHalfLifeMs: 5_000, warmUpMs: 5_000, price: 'mid' } as const;

function bookAt(receivedMs: number, midUsd: number): BookUpdate {
  const bids = [[midUsd * 0.9999, 1]] as const;
  return bookUpdate({ receivedMs: unixMs(receivedMs), bids, asks: [[midUsd * 1.0001, 1]] });
}

/** One book every `intervalMs`, at these mids. */
const booksOf = (midsUsd: readonly number[], intervalMs = 250): BookUpdate[] =>
  midsUsd.map((midUsd, index) => bookAt(index * intervalMs, midUsd));

const walkUsd = (seed: number, count: number): number[] =>
  marketWalk({ seed, books: count, stepBps: 3, booksPerFlow: count + 1 })
    .filter((event) => event.kind === 'book')
    .map(({ top }) => (top.bidPriceUsd + top.askPriceUsd) / 2);

function scoresOf(events: readonly ProcessedMarketData[], given: MomentumOptions = options): number[] {
  return replayEvents(events, () => momentum(given)).outputs.map(({ score }) => score ?? NaN);
}

/** The same course as closed bars of a minute. */
const barsOf = (closesUsd: readonly number[]): BarClosed[] =>
  closesUsd.map((closeUsd, minute) =>
    barClosed({ receivedMs: unixMs((minute + 1) * 60_000), bar: { ...barClosed().bar, closeUsd } }),
  );

const horizons = [
  { fastHalfLifeMs: 500, slowHalfLifeMs: 3_000, weight: 1 },
  { fastHalfLifeMs: 1_000, slowHalfLifeMs: 5_000, weight: 3 },
];
const several = { horizons, warmUpMs: 5_000, price: 'mid' } as const;

/** Mean and standard deviation of the deviations that the scores stand for. */
function spreadOf(given: MomentumOptions): { mean: number; deviation: number } {
  const scores = scoresOf(booksOf(walkUsd(11, 16_000)), { ...given, scale: 3 });
  const deviations = scores.map((score) => 3 * Math.atanh((score - 50) / 50));
  const average = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
  return { mean: average(deviations), deviation: Math.sqrt(average(deviations.map((value) => value ** 2))) };
}

/** The definition in full: two averages over time of the log price, and the volatility, each from the whole history. */
function scoreByDefinition(midsUsd: readonly number[], intervalMs: number): number {
  const kept = (stepMs: number, halfLifeMs: number): number => 0.5 ** (stepMs / halfLifeMs);
  const average = (halfLifeMs: number): number => {
    const logs = midsUsd.map(Math.log);
    return logs.slice(0, -1).reduce((mean, log) => {
      const share = kept(intervalMs, halfLifeMs);
      return share * mean + (1 - share) * log;
    }, logs[0]!);
  };
  const returns = midsUsd.slice(1).map((mid, index) => Math.log(mid / midsUsd[index]!));
  const weights = returns.map((_, index) => kept((returns.length - 1 - index) * intervalMs, 5_000));
  const squares = returns.reduce((sum, value, index) => sum + weights[index]! * value ** 2, 0);
  const [fastMs, slowMs] = [1_000 / Math.LN2, 5_000 / Math.LN2];
  const seenMs = slowMs * (1 - kept(returns.length * intervalMs, 5_000));
  const deviation = Math.sqrt(((squares / seenMs) * (slowMs - fastMs) ** 2) / (2 * (slowMs + fastMs)));
  return 50 + 50 * Math.tanh((average(1_000) - average(5_000)) / deviation / 1.5);
}

describeSignalContract({
  name: 'momentum',
  create: () => momentum(options),
  warmUpMs: 5_000,
  events: marketWalk({ seed: 5, books: 60 }),
  divergentEvent: bookAt(0, 150),
});

describeSignalContract({
  name: 'momentum over several horizons',
  create: () => momentum(several),
  warmUpMs: 5_000,
  events: marketWalk({ seed: 5, books: 60 }),
  divergentEvent: bookAt(0, 150),
});

describe('momentum', () => {
  it('is the distance of two averages in standard deviations, squashed', () => {
    const midsUsd = walkUsd(3, 80);
    expect(scoresOf(booksOf(midsUsd)).at(-1)).toBeCloseTo(scoreByDefinition(midsUsd, 250), 6);
  });

  it('is 50 in a market whose price never moves', () => {
    expect(new Set(scoresOf(booksOf(Array<number>(60).fill(100))))).toEqual(new Set([50]));
  });

  it('comes back to 50 when the price stops, and stays there for hours', () => {
    const jump = [100, 101, 102, 103];
    const scores = scoresOf([...booksOf(jump), ...[10, 60, 600, 7_200, 86_400].map((s) => bookAt(s * 1_000, 103))]);
    expect(scores[0]).toBeGreaterThan(70);
    expect(scores[1]).toBeLessThan(53);
    expect(scores.slice(2)).toEqual([50, 50, 50].map((flat) => expect.closeTo(flat, 6) as number));
  });

  it('rises above 50 with the price and falls below with it', () => {
    const ramp = Array.from({ length: 60 }, (_, index) => 100 * 1.0005 ** index);
    expect(scoresOf(booksOf(ramp)).at(-1)).toBeGreaterThan(90);
    expect(scoresOf(booksOf([...ramp].reverse())).at(-1)).toBeLessThan(10);
  });

  it('is mirrored when the price is', () => {
    const midsUsd = walkUsd(9, 60);
    const mirrored = scoresOf(booksOf(midsUsd.map((mid) => 1 / mid)));
    scoresOf(booksOf(midsUsd)).forEach((score, index) => expect(mirrored[index]! + score).toBeCloseTo(100, 6));
  });

  it('does not depend on the price level', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-5, max: 1e6, noNaN: true }), (factor) => {
        const midsUsd = walkUsd(4, 40);
        const scaled = scoresOf(booksOf(midsUsd.map((mid) => mid * factor)));
        scoresOf(booksOf(midsUsd)).forEach((score, index) => expect(scaled[index]).toBeCloseTo(score, 4));
      }),
      { numRuns: 30 },
    );
  });

  it('does not depend on how often an unchanged book is sent', () => {
    const midsUsd = walkUsd(6, 60);
    const repeated = midsUsd.flatMap((mid) => [mid, mid]);
    expect(scoresOf(booksOf(repeated, 125)).at(-2)).toBeCloseTo(scoresOf(booksOf(midsUsd)).at(-1)!, 6);
  });

  it.each<[string, MomentumOptions]>([
    ['one horizon', { ...options, slowHalfLifeMs: 20_000 }],
    ['several horizons', several],
    ['horizons that hardly overlap', { ...several, horizons: [horizons[0]!, { fastHalfLifeMs: 20_000, slowHalfLifeMs: 60_000, weight: 1 }] }], // prettier-ignore
  ])('measures in standard deviations of a random walk over %s', (_, given) => {
    const { mean, deviation } = spreadOf(given);
    expect(Math.abs(mean)).toBeLessThan(0.2);
    expect(deviation).toBeGreaterThan(0.85);
    expect(deviation).toBeLessThan(1.15);
  });

  it('is the same for one horizon, however it is given, and whatever its weight', () => {
    const events = booksOf(walkUsd(3, 80));
    const { fastHalfLifeMs, slowHalfLifeMs, ...rest } = options;
    const one = scoresOf(events, { ...rest, horizons: [{ fastHalfLifeMs, slowHalfLifeMs, weight: 7 }] });
    scoresOf(events).forEach((score, index) => expect(one[index]).toBeCloseTo(score, 9));
  });

  it('lies between its horizons where they agree, and weighs them where they do not', () => {
    const crash = [...Array<number>(200).fill(0).map((_, index) => 100 * 1.001 ** index), ...[0.99, 0.985, 0.98].map((f) => 122 * f)]; // prettier-ignore
    const short = { fastHalfLifeMs: 250, slowHalfLifeMs: 1_000, weight: 1 };
    const long = { fastHalfLifeMs: 8_000, slowHalfLifeMs: 30_000, weight: 1 };
    const score = (given: readonly (typeof short)[]): number =>
      scoresOf(booksOf(crash), { ...several, horizons: given }).at(-1)!;
    expect(score([short])).toBeLessThan(40);
    expect(score([long])).toBeGreaterThan(60);
    const [byShort, even, byLong] = [9, 1, 1 / 9].map((weight) => score([{ ...short, weight }, long]));
    expect(byShort).toBeLessThan(even!);
    expect(even).toBeLessThan(byLong!);
  });

  it('reads bars alone, the shortest half life being one of them by default', () => {
    const bars = barsOf(walkUsd(5, 300));
    const { outputs } = replayEvents(bars, () => momentum({ price: { barMs: 60_000 } }));
    expect(outputs[0]?.receivedMs).toBe(289 * 60_000);
    const stretched = momentumDefaults.horizons.map(({ fastHalfLifeMs, slowHalfLifeMs, weight }) => ({
      fastHalfLifeMs: 12 * fastHalfLifeMs,
      slowHalfLifeMs: 12 * slowHalfLifeMs,
      weight,
    }));
    expect(stretched[0]?.fastHalfLifeMs).toBe(60_000);
    const given = { horizons: stretched, price: { barMs: 60_000 } };
    expect(replayEvents(bars, () => momentum(given)).outputs).toEqual(outputs);
  });

  it('has plain data as defaults', () => {
    expect(JSON.parse(JSON.stringify(momentumDefaults))).toEqual(momentumDefaults);
  });

  it('uses a good part of the scale in a random walk and does not sit at its ends', () => {
    const scores = scoresOf(booksOf(walkUsd(12, 5_000))).sort((a, b) => a - b);
    const quantile = (share: number): number => scores[Math.floor(share * scores.length)]!;
    expect(quantile(0.1)).toBeLessThan(30);
    expect(quantile(0.9)).toBeGreaterThan(70);
    expect(quantile(0.01)).toBeGreaterThan(1);
    expect(quantile(0.99)).toBeLessThan(99);
  });

  it('follows the micro price when told to', () => {
    const leaning = [1, 5, 25].map((bidSizeBase, index) =>
      bookUpdate({ receivedMs: unixMs(index * 3_000), bids: [[99, bidSizeBase]], asks: [[101, 1]] }),
    );
    expect(scoresOf(leaning, { ...options, price: 'micro' }).at(-1)).toBeGreaterThan(60);
    expect(scoresOf(leaning, { ...options, price: 'mid' }).at(-1)).toBe(50);
  });

  it('speaks at every book once warm, and at nothing else', () => {
    const times = [0, 4_999, 5_000, 5_000, 5_250].map((ms) => bookAt(ms, 100));
    const { outputs } = replayEvents([...times, tradeFlow({ receivedMs: unixMs(5_300) })], () => momentum(options));
    expect(outputs.map(({ receivedMs }) => receivedMs)).toEqual([5_000, 5_000, 5_250]);
  });

  it('is warm after two of the longest half lives by default', () => {
    const times = [0, 1_439_999, 1_440_000].map((ms) => bookAt(ms, 100));
    expect(replayEvents(times, () => momentum()).outputs.map(({ receivedMs }) => receivedMs)).toEqual([1_440_000]);
  });

  it('takes another name', () => {
    const { outputs } = replayEvents([bookAt(0, 100)], () => momentum({ name: 'slowMomentum', warmUpMs: 0 }));
    expect(outputs.map(({ signal }) => signal)).toEqual(['slowMomentum']);
  });

  it.each<[MomentumOptions, string]>([
    [{ fastHalfLifeMs: 0 }, 'fastHalfLifeMs must be a finite number > 0, was 0'],
    [{ slowHalfLifeMs: NaN }, 'slowHalfLifeMs must be a finite number > 0, was NaN'],
    [{ scale: -1 }, 'scale must be a finite number > 0, was -1'],
    [{ fastHalfLifeMs: 30_000 }, 'fastHalfLifeMs must be < slowHalfLifeMs (30000), was 30000'],
    [{ slowHalfLifeMs: 5_000 }, 'fastHalfLifeMs must be < slowHalfLifeMs (5000), was 5000'],
    [{ horizons: [] }, 'horizons must have at least one horizon, had 0'],
    [{ horizons: [{ ...horizons[0]!, weight: 0 }] }, 'weight must be a finite number > 0, was 0'],
    [{ horizons: [{ ...horizons[0]!, slowHalfLifeMs: 1 }] }, 'fastHalfLifeMs must be < slowHalfLifeMs (1), was 500'],
    [{ horizons, fastHalfLifeMs: 1 }, 'horizons must not be given together with half lives of one horizon'],
    [{ warmUpMs: -1 }, 'warmUpMs must be a finite number >= 0, was -1'],
    [{ price: 'last' as 'mid' }, 'price must be one of micro, mid, { barMs }, was last'],
    [{ name: '' }, 'name must not be empty'],
  ])('refuses %j', (wrong, message) => {
    expect(() => momentum(wrong)).toThrow(message);
    expect(() => momentum(wrong)).toThrow(RangeError);
  });
});
