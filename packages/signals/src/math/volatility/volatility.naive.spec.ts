import { randomNumbers } from '@perpstream/testing';
import fc from 'fast-check';
import type { OpenHighLowClose } from '../bar-prices';
import { ReversionHalfLife } from '../trend/reversion-half-life';
import { VarianceRatio } from '../trend/variance-ratio';
import { RangeVolatility, type RangeEstimator } from './range-volatility';
import { RealizedVariance } from './realized-variance';

const sumOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);
const meanOf = (values: readonly number[]): number => sumOf(values) / values.length;
const varianceOf = (values: readonly number[]): number =>
  sumOf(values.map((value) => (value - meanOf(values)) ** 2)) / (values.length - 1);

/** Logarithms of the prices of a bar from its open: up to the high, down to the low, to the close. */
const moves = ({ openUsd, highUsd, lowUsd, closeUsd }: OpenHighLowClose): [up: number, down: number, close: number] => [
  Math.log(highUsd) - Math.log(openUsd),
  Math.log(lowUsd) - Math.log(openUsd),
  Math.log(closeUsd) - Math.log(openUsd),
];

/** The formulas as they are printed, over a whole window; the first bar of it only gives a close. */
const printed: Readonly<Record<RangeEstimator, (bars: readonly OpenHighLowClose[]) => number>> = {
  parkinson: ([, ...bars]) => meanOf(bars.map(moves).map(([up, down]) => (up - down) ** 2 / (4 * Math.log(2)))),
  'garman-klass': ([, ...bars]) =>
    meanOf(bars.map(moves).map(([up, down, close]) => 0.5 * (up - down) ** 2 - (2 * Math.log(2) - 1) * close ** 2)),
  'rogers-satchell': ([, ...bars]) =>
    meanOf(bars.map(moves).map(([up, down, close]) => up * (up - close) + down * (down - close))),
  'yang-zhang': (bars) => {
    const count = bars.length - 1;
    const k = 0.34 / (1.34 + (count + 1) / (count - 1));
    const gaps = bars.slice(1).map((bar, index) => Math.log(bar.openUsd) - Math.log(bars[index]!.closeUsd));
    const closes = bars.slice(1).map((bar) => moves(bar)[2]);
    return varianceOf(gaps) + k * varianceOf(closes) + (1 - k) * printed['rogers-satchell'](bars);
  },
};
const estimators = Object.keys(printed) as RangeEstimator[];

const share = fc.double({ min: -0.05, max: 0.05, noNaN: true });
const someBars = fc.array(fc.tuple(share, share, share, share), { minLength: 12, maxLength: 40 }).map((steps) => {
  let closeUsd = 100;
  return steps.map(([gap, move, above, below]): OpenHighLowClose => {
    const openUsd = closeUsd * (1 + gap);
    closeUsd = openUsd * (1 + move);
    const highUsd = Math.max(openUsd, closeUsd) * (1 + Math.abs(above));
    const lowUsd = Math.min(openUsd, closeUsd) * (1 - Math.abs(below));
    return { openUsd, highUsd, lowUsd, closeUsd };
  });
});

const normals = (seed: number): (() => number) => {
  const random = randomNumbers(seed);
  return () => Math.sqrt(-2 * Math.log(random())) * Math.cos(2 * Math.PI * random());
};

/** Bars of 400 steps of a random walk with this volatility and drift per bar, without gaps. */
function walkBars(seed: number, count: number, volatility: number, drift = 0): OpenHighLowClose[] {
  const normal = normals(seed);
  let logPrice = 4;
  return Array.from({ length: count }, () => {
    const openUsd = Math.exp(logPrice);
    let [high, low] = [logPrice, logPrice];
    for (let step = 0; step < 400; step += 1) {
      logPrice += (volatility * normal()) / 20 + drift / 400;
      high = Math.max(high, logPrice);
      low = Math.min(low, logPrice);
    }
    return { openUsd, highUsd: Math.exp(high), lowUsd: Math.exp(low), closeUsd: Math.exp(logPrice) };
  });
}

describe('RangeVolatility', () => {
  it.each(estimators)('%s equals the printed formula over the whole window', (estimator) => {
    fc.assert(
      fc.property(someBars, fc.integer({ min: 2, max: 10 }), (bars, period) => {
        const volatility = new RangeVolatility(period, estimator);
        bars.forEach((bar, index) => {
          volatility.update(bar);
          if (index < period) return;
          const expected = printed[estimator](bars.slice(index - period, index + 1));
          expect(Math.abs(volatility.variance! - expected)).toBeLessThan(1e-12);
          expect(volatility.value).toBe(Math.sqrt(volatility.variance!));
        });
      }),
    );
  });

  // A walk of 400 steps misses a little of the range of a continuous one: 5 % less.
  it.each(estimators)('%s finds the volatility that a walk was made with, to 8 %%', (estimator) => {
    const volatility = new RangeVolatility(400, estimator);
    walkBars(17, 401, 0.02).forEach((bar) => volatility.update(bar));
    expect(Math.abs(volatility.value! / 0.02 - 1)).toBeLessThan(0.08);
  });

  it.each([
    ['rogers-satchell', 0.1],
    ['yang-zhang', 0.1],
  ] as const)('%s does not take a steady drift for volatility', (estimator, tolerance) => {
    const volatility = new RangeVolatility(400, estimator);
    walkBars(18, 401, 0.02, 0.05).forEach((bar) => volatility.update(bar));
    expect(Math.abs(volatility.value! / 0.02 - 1)).toBeLessThan(tolerance);
  });

  it('parkinson does, which is why there are others', () => {
    const volatility = new RangeVolatility(400, 'parkinson');
    walkBars(18, 401, 0.02, 0.05).forEach((bar) => volatility.update(bar));
    expect(volatility.value).toBeGreaterThan(0.028);
  });

  it('yang-zhang counts gaps between bars, the others do not see them', () => {
    const normal = normals(3);
    let level = 0;
    const bars = walkBars(19, 401, 0.01).map(({ openUsd, highUsd, lowUsd, closeUsd }): OpenHighLowClose => {
      level += 0.03 * normal();
      const factor = Math.exp(level);
      return {
        openUsd: openUsd * factor,
        highUsd: highUsd * factor,
        lowUsd: lowUsd * factor,
        closeUsd: closeUsd * factor,
      };
    });
    const [withGaps, without] = [new RangeVolatility(400, 'yang-zhang'), new RangeVolatility(400, 'garman-klass')];
    for (const bar of bars) [withGaps, without].forEach((each) => each.update(bar));
    expect(Math.abs(withGaps.value! / Math.hypot(0.01, 0.03) - 1)).toBeLessThan(0.08);
    expect(without.value).toBeLessThan(0.011);
  });
});

describe('RealizedVariance', () => {
  it('tells a jump from a move: nearly no jumps in a walk, one jump of 10 deviations is half the variance of 100', () => {
    const normal = normals(23);
    const realized = new RealizedVariance(100);
    const shares: number[] = [];
    for (let index = 0; index < 5_000; index += 1) {
      realized.update(0.01 * normal());
      if (index % 100 === 99) shares.push(realized.jumpShare!);
    }
    expect(meanOf(shares)).toBeLessThan(0.1);
    for (let index = 0; index < 100; index += 1) realized.update(index === 50 ? 0.1 : 0.01 * normal());
    expect(realized.jumpShare).toBeGreaterThan(0.3);
    expect(realized.jumpShare).toBeLessThan(0.65);
  });
});

describe('VarianceRatio', () => {
  it('calls a random walk unlikely about as often as its z promises', () => {
    const normal = normals(31);
    const ratio = new VarianceRatio(96, 4);
    const [plain, robust]: [number[], number[]] = [[], []];
    for (let update = 1; update <= 96 * 400; update += 1) {
      // The volatility doubles and halves slowly: random walks all the same.
      ratio.update(normal() * 2 ** Math.sin(update / 2_000));
      if (update % 96 !== 0) continue;
      plain.push(ratio.z!);
      robust.push(ratio.robustZ!);
    }
    for (const zs of [plain, robust]) {
      const beyond = zs.filter((z) => Math.abs(z) > 1.96).length / zs.length;
      expect(beyond).toBeGreaterThan(0.02);
      expect(beyond).toBeLessThan(0.09);
      expect(Math.abs(meanOf(zs))).toBeLessThan(0.2);
    }
  });

  it('is above 1 when moves go on and below 1 when they are undone, about 1 + rho for two steps', () => {
    const ratioOf = (rho: number): number => {
      const normal = normals(37);
      const ratio = new VarianceRatio(20_000, 2);
      let step = 0;
      for (let update = 0; update < 20_000; update += 1) ratio.update((step = rho * step + normal()));
      return ratio.value!;
    };
    expect(ratioOf(0.3)).toBeCloseTo(1.3, 1);
    expect(ratioOf(-0.3)).toBeCloseTo(0.7, 1);
    expect(ratioOf(0)).toBeCloseTo(1, 1);
  });
});

describe('ReversionHalfLife', () => {
  it.each([2, 5, 20])('finds a half life of %d updates and the mean it reverts to', (halfLife) => {
    const normal = normals(41);
    const reversion = new ReversionHalfLife(20_000);
    let value = 7;
    for (let update = 0; update <= 20_000; update += 1) {
      value = 7 + (value - 7) * 2 ** (-1 / halfLife) + 0.1 * normal();
      reversion.update(value);
    }
    expect(Math.abs(reversion.value! / halfLife - 1)).toBeLessThan(0.1);
    expect(reversion.mean).toBeCloseTo(7, 1);
  });

  it('is Infinity for what grows, and 0 for what turns over at every update', () => {
    const [growing, turning] = [new ReversionHalfLife(5), new ReversionHalfLife(5)];
    for (let update = 0; update < 9; update += 1) {
      growing.update(1.1 ** update);
      turning.update((-0.9) ** update);
    }
    expect([growing.value, growing.mean]).toEqual([Infinity, undefined]);
    expect(turning.value).toBe(0);
  });
});
