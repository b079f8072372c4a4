import { unixMs, type BarClosed, type BookUpdate, type ProcessedMarketData } from '@perpstream/core';
import {
  barClosed,
  bookUpdate,
  describeSignalContract,
  marketWalk,
  randomNumbers,
  replayEvents,
  tradeFlow,
} from '@perpstream/testing';
import type { VolatilityEstimator } from './variance-reader';
import { volatility, volatilityDefaults, type VolatilityOptions } from './volatility';

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

const MINUTE_MS = 60_000;
const estimators: readonly VolatilityEstimator[] = ['realised', 'parkinson', 'garman-klass', 'rogers-satchell', 'yang-zhang']; // prettier-ignore

type Prices = Pick<BarClosed['bar'], 'openUsd' | 'highUsd' | 'lowUsd' | 'closeUsd'>;

const barAt = (minute: number, prices: Prices): BarClosed =>
  barClosed({ receivedMs: unixMs((minute + 1) * MINUTE_MS), cause: minute, bar: { ...barClosed().bar, ...prices } });

/** Bars of a random walk with `steps` steps each; every step is `stepBps` large on average, or as many as the bar has. */
function barsOf(
  stepBps: number | ((minute: number) => number),
  count: number,
  { steps = 30, seed = 2, factor = 1 } = {},
): BarClosed[] {
  // prettier-ignore
  const random = randomNumbers(seed);
  let log = 0;
  return Array.from({ length: count }, (_, minute) => {
    const bps = typeof stepBps === 'number' ? stepBps : stepBps(minute);
    const path = [log];
    for (let step = 0; step < steps; step += 1) {
      const normal = Math.sqrt(-2 * Math.log(random())) * Math.cos(2 * Math.PI * random());
      path.push((log += (bps / 10_000) * normal));
    }
    const usd = (value: number): number => 100 * factor * Math.exp(value);
    const range = { highUsd: usd(Math.max(...path)), lowUsd: usd(Math.min(...path)) };
    return barAt(minute, { openUsd: usd(path[0]!), closeUsd: usd(log), ...range });
  });
}

/** What the four prices say of the variance of the bar, written down once more from the papers. */
const variances: Record<VolatilityEstimator, (bar: Prices, closeBeforeUsd: number) => number> = {
  realised: ({ closeUsd }, before) => Math.log(closeUsd / before) ** 2,
  parkinson: ({ highUsd, lowUsd }) => Math.log(highUsd / lowUsd) ** 2 / (4 * Math.log(2)),
  'garman-klass': ({ openUsd, highUsd, lowUsd, closeUsd }) =>
    0.5 * Math.log(highUsd / lowUsd) ** 2 - 0.386_294_361_119_890_6 * Math.log(closeUsd / openUsd) ** 2,
  'rogers-satchell': ({ openUsd, highUsd, lowUsd, closeUsd }) => {
    const [up, down, close] = [highUsd, lowUsd, closeUsd].map((priceUsd) => Math.log(priceUsd / openUsd)) as [number, number, number]; // prettier-ignore
    return up * (up - close) + down * (down - close);
  },
  'yang-zhang': (bar, before) => {
    const share = 0.34 / (1.34 + 1);
    const within = share * Math.log(bar.closeUsd / bar.openUsd) ** 2 + (1 - share) * variances['rogers-satchell'](bar, before); // prettier-ignore
    return Math.log(bar.openUsd / before) ** 2 + within;
  },
};

/** The definition in full: two time-decayed means of the variance per bar, from the whole history. */
function scoreByDefinition(bars: readonly BarClosed[], estimator: VolatilityEstimator): number {
  const perBar = bars.slice(1).map(({ bar }, index) => variances[estimator](bar, bars[index]!.bar.closeUsd));
  const mean = (halfLifeBars: number): number => {
    const weights = perBar.map((_, index) => 0.5 ** ((perBar.length - 1 - index) / halfLifeBars));
    const weight = 1 - 0.5 ** (perBar.length / halfLifeBars);
    return (
      perBar.reduce((sum, value, index) => sum + weights[index]! * value, 0) / (weight * (halfLifeBars / Math.LN2))
    );
  };
  return 100 / (1 + mean(24) / mean(2));
}

describeSignalContract({
  name: 'volatility from the range of bars',
  create: () => volatility({ price: { barMs: MINUTE_MS }, estimator: 'yang-zhang' }),
  warmUpMs: 12 * MINUTE_MS,
  events: barsOf(3, 40),
  divergentEvent: barAt(0, { openUsd: 100, highUsd: 150, lowUsd: 90, closeUsd: 120 }),
});

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

  describe.each(estimators)('of bars by %s', (estimator) => {
    const given = { price: { barMs: MINUTE_MS }, estimator } as const;

    it('is the ratio of two decayed means of what each bar says', () => {
      const bars = barsOf(4, 60);
      expect(scoresOf(bars, given).at(-1)).toBeCloseTo(scoreByDefinition(bars, estimator), 6);
    });

    it('is near 50 in the long run, and near 80 at twice the volatility', () => {
      const long = { ...given, recentHalfLifeMs: 60 * MINUTE_MS, normHalfLifeMs: 1e6 * MINUTE_MS, warmUpMs: 0 };
      const bars = barsOf((minute) => (minute < 4_000 ? 2 : 4), 4_300, { steps: 12 });
      const scores = scoresOf(bars, long);
      expect(Math.abs(scores[3_999]! - 50)).toBeLessThan(12);
      expect(Math.abs(scores.at(-1)! - 80)).toBeLessThan(8);
    });

    it('does not depend on the price level', () => {
      const low = scoresOf(barsOf(3, 60, { factor: 1e-6 }), given);
      scoresOf(barsOf(3, 60), given).forEach((score, index) => expect(low[index]).toBeCloseTo(score, 6));
    });

    it('is 50 in a market whose price never moves', () => {
      expect(new Set(scoresOf(barsOf(0, 40), given))).toEqual(new Set([50]));
    });

    it('speaks at bars of its length alone, the half lives being 2 and 24 of them by default', () => {
      const bars = barsOf(3, 15);
      const others = bars.map((bar) => ({ ...bar, bar: { ...bar.bar, spec: { type: 'tick', trades: 5 } as const } }));
      const { outputs } = replayEvents([...bars, ...others, bookAt(16 * MINUTE_MS, 100)], () => volatility(given));
      expect(outputs.map(({ receivedMs }) => receivedMs / MINUTE_MS)).toEqual([13, 14, 15]);
    });
  });

  it('sees a jump between bars by closes and by Yang and Zhang alone', () => {
    const bars = barsOf(3, 60);
    const lastUsd = bars.at(-1)!.bar.closeUsd;
    const flatUsd = 1.01 * lastUsd;
    const jump = barAt(60, { openUsd: flatUsd, highUsd: flatUsd, lowUsd: flatUsd, closeUsd: flatUsd });
    const seen = estimators.filter((estimator) => {
      const [before, after] = scoresOf([...bars, jump], { price: { barMs: MINUTE_MS }, estimator }).slice(-2);
      return after! > before!;
    });
    expect(seen).toEqual(['realised', 'yang-zhang']);
  });

  it('has plain data as defaults', () => {
    expect(JSON.parse(JSON.stringify(volatilityDefaults))).toEqual(volatilityDefaults);
  });

  it.each<[VolatilityOptions, string]>([
    [{ estimator: 'parkinson' }, 'price must be { barMs } for parkinson, was micro'],
    [{ estimator: 'toString' as 'parkinson' }, 'estimator must be one of realised, parkinson, garman-klass'],
    [{ price: { barMs: 0 } }, 'barMs must be a finite number > 0, was 0'],
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
