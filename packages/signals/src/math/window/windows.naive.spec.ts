import fc from 'fast-check';
import { ReversionHalfLife } from '../trend/reversion-half-life';
import { EfficiencyRatio } from '../trend/efficiency-ratio';
import { VarianceRatio } from '../trend/variance-ratio';
import { RealizedVariance } from '../volatility/realized-variance';
import { UlcerIndex } from '../volatility/ulcer-index';
import { AnchoredVwap } from '../volume/anchored-vwap';
import { RollingVwap } from '../volume/rolling-vwap';
import { PercentileRank } from './percentile-rank';
import { RollingCorrelation } from './rolling-correlation';
import { RollingMean } from './rolling-mean';
import { RollingMinMax } from './rolling-min-max';
import { RollingQuantile } from './rolling-quantile';
import { RollingRegression } from './rolling-regression';
import { RollingSum } from './rolling-sum';
import { RollingVariance } from './rolling-variance';
import { RollingZScore } from './rolling-z-score';

const sumOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);
const meanOf = (values: readonly number[]): number => sumOf(values) / values.length;
const productsOf = (xs: readonly number[], ys: readonly number[]): number => {
  const [meanX, meanY] = [meanOf(xs), meanOf(ys)];
  return sumOf(xs.map((x, index) => (x - meanX) * (ys[index]! - meanY)));
};
const squaresOf = (values: readonly number[]): number => productsOf(values, values);
const varianceOf = (values: readonly number[]): number => squaresOf(values) / (values.length - 1);

/** Every window of this length, oldest value first, together with the formula after its newest value. */
function eachWindow<Formula extends { update(value: number): unknown }>(
  formula: Formula,
  values: readonly number[],
  period: number,
  check: (window: readonly number[], formula: Formula) => void,
): void {
  values.forEach((value, index) => {
    formula.update(value);
    if (index >= period - 1) check(values.slice(index - period + 1, index + 1), formula);
  });
}

function expectClose(actual: number | undefined, expected: number, scale = Math.abs(expected)): void {
  expect(actual).toBeDefined();
  expect(Math.abs(actual! - expected)).toBeLessThanOrEqual(1e-9 * Math.max(scale, 1e-300));
}

// Ties, jumps over many orders of magnitude and back: what sums that are kept up cannot forget by themselves.
const value = fc.oneof(
  { weight: 6, arbitrary: fc.double({ min: -100, max: 100, noNaN: true }).map((x) => Math.round(x * 1e6) / 1e6 + 0) },
  { weight: 3, arbitrary: fc.integer({ min: -3, max: 3 }) },
  { weight: 1, arbitrary: fc.constantFrom(1e9, -1e9, 1e6) },
);
const series = fc.array(value, { minLength: 1, maxLength: 60 });
const period = fc.integer({ min: 2, max: 12 });
const calm = fc.array(fc.double({ min: -1, max: 1, noNaN: true }).map((x) => Math.round(x * 1e6) / 1e6 + 0), { minLength: 20, maxLength: 60 }); // prettier-ignore

describe('rolling formulas against the whole window computed anew', () => {
  it('sum and mean', () => {
    fc.assert(
      fc.property(series, period, (values, length) => {
        eachWindow(new RollingSum(length), values, length, (window, sum) => {
          expectClose(sum.value, sumOf(window), sumOf(window.map(Math.abs)));
        });
        eachWindow(new RollingMean(length), values, length, (window, mean) => {
          expectClose(mean.value, meanOf(window), sumOf(window.map(Math.abs)));
        });
      }),
    );
  });

  it('variance, its root and its mean', () => {
    fc.assert(
      fc.property(series, period, (values, length) => {
        eachWindow(new RollingVariance(length), values, length, (window, rolling) => {
          expectClose(rolling.value, varianceOf(window));
          expectClose(rolling.populationVariance, squaresOf(window) / length);
          expectClose(rolling.standardDeviation, Math.sqrt(varianceOf(window)));
          expectClose(rolling.mean, meanOf(window), Math.max(...window.map(Math.abs)));
        });
      }),
    );
  });

  it('z-score', () => {
    fc.assert(
      fc.property(series, period, (values, length) => {
        eachWindow(new RollingZScore(length), values, length, (window, rolling) => {
          const deviation = Math.sqrt(varianceOf(window));
          expectClose(rolling.value, deviation > 0 ? (window.at(-1)! - meanOf(window)) / deviation : 0, length);
        });
      }),
    );
  });

  it('smallest, largest and position', () => {
    fc.assert(
      fc.property(series, fc.integer({ min: 1, max: 12 }), (values, length) => {
        eachWindow(new RollingMinMax(length), values, length, (window, rolling) => {
          const [min, max] = [Math.min(...window), Math.max(...window)];
          expect([rolling.min, rolling.max]).toEqual([min, max]);
          expectClose(rolling.value, max > min ? (window.at(-1)! - min) / (max - min) : 0.5, 1);
        });
      }),
    );
  });

  it('smallest and largest of windows too long for one byte a slot', () => {
    const values = Array.from({ length: 1_500 }, (_, index) => Math.round(1e6 * Math.sin(index ** 1.5)));
    eachWindow(new RollingMinMax(400), values, 400, (window, rolling) => {
      expect([rolling.min, rolling.max]).toEqual([Math.min(...window), Math.max(...window)]);
    });
    eachWindow(new RollingQuantile(400), values, 400, (window, rolling) => {
      const sorted = [...window].sort((a, b) => a - b);
      expect(rolling.value).toBe((sorted[199]! + sorted[200]!) / 2);
    });
  });

  it('quantile', () => {
    const probability = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(series, fc.integer({ min: 1, max: 12 }), probability, (values, length, share) => {
        eachWindow(new RollingQuantile(length, share), values, length, (window, rolling) => {
          const sorted = [...window].sort((a, b) => a - b);
          const place = share * (length - 1);
          const [below, above] = [sorted[Math.floor(place)]!, sorted[Math.ceil(place)]!];
          expectClose(
            rolling.value,
            below + (place - Math.floor(place)) * (above - below),
            sumOf(window.map(Math.abs)),
          );
          expect(rolling.quantile(0)).toBe(sorted[0]);
          expect(rolling.quantile(1)).toBe(sorted.at(-1));
        });
      }),
    );
  });

  it('percentile rank', () => {
    fc.assert(
      fc.property(series, fc.integer({ min: 1, max: 12 }), value, (values, length, other) => {
        const rankIn = (window: readonly number[], of: number): number =>
          (100 * sumOf(window.map((each) => (each < of ? 1 : each === of ? 0.5 : 0)))) / window.length;
        eachWindow(new PercentileRank(length), values, length, (window, rank) => {
          expectClose(rank.value, rankIn(window, window.at(-1)!), 100);
          expectClose(rank.rankOf(other), rankIn(window, other), 100);
        });
      }),
    );
  });

  it('regression', () => {
    fc.assert(
      fc.property(series, period, (values, length) => {
        const times = Array.from({ length }, (_, index) => index);
        eachWindow(new RollingRegression(length), values, length, (window, line) => {
          const slope = productsOf(times, window) / squaresOf(times);
          const scale = Math.max(...window.map(Math.abs)) + 1e-300;
          expectClose(line.value, slope, scale);
          expectClose(line.fitted, meanOf(window) + slope * (times.at(-1)! - meanOf(times)), scale);
          const explained = squaresOf(window) > 0 ? (slope ** 2 * squaresOf(times)) / squaresOf(window) : 0;
          expectClose(line.rSquared, explained, 1);
        });
      }),
    );
  });

  it('correlation, beta, alpha and covariance', () => {
    fc.assert(
      fc.property(calm, fc.integer({ min: 1, max: 50 }), fc.integer({ min: 3, max: 12 }), (values, turn, length) => {
        // A second series out of the same numbers, and a level that beta has to see through.
        const others = values.map((each, index) => 1_000 + 0.3 * each + values[(index + turn) % values.length]!);
        const rolling = new RollingCorrelation(length);
        values.forEach((x, index) => {
          rolling.update(x, others[index]!);
          if (index < length - 1) return;
          const xs = values.slice(index - length + 1, index + 1);
          const ys = others.slice(index - length + 1, index + 1);
          const products = productsOf(xs, ys);
          expectClose(rolling.covariance, products / (length - 1), 1);
          if (!(squaresOf(xs) > 1e-9 && squaresOf(ys) > 1e-9)) return;
          const beta = products / squaresOf(xs);
          expectClose(rolling.beta, beta, 1_000);
          expectClose(rolling.alpha, meanOf(ys) - beta * meanOf(xs), 1e6);
          expectClose(rolling.value, products / Math.sqrt(squaresOf(xs) * squaresOf(ys)), 10);
        });
      }),
    );
  });

  it.each([3, 4, 5, 6, 7])('correlation after a jump has left the window, as update %d', (jump) => {
    const wave = (index: number): [number, number] => [Math.sin(index), Math.cos(index / 2)];
    const rolling = new RollingCorrelation(8);
    for (let index = 0; index < jump; index += 1) rolling.update(...wave(index));
    rolling.update(3e7, 1e3);
    for (let index = 0; index < 8; index += 1) rolling.update(...wave(index));
    const xs = Array.from({ length: 8 }, (_, index) => wave(index)[0]);
    const ys = Array.from({ length: 8 }, (_, index) => wave(index)[1]);
    expectClose(rolling.value, productsOf(xs, ys) / Math.sqrt(squaresOf(xs) * squaresOf(ys)), 1);
  });

  it('efficiency ratio', () => {
    fc.assert(
      fc.property(series, period, (values, length) => {
        eachWindow(new EfficiencyRatio(length), values, length + 1, (window, ratio) => {
          const way = sumOf(window.slice(1).map((each, index) => Math.abs(each - window[index]!)));
          expectClose(ratio.value, way > 0 ? Math.abs(window.at(-1)! - window[0]!) / way : 0, 1);
        });
      }),
    );
  });

  it('efficiency ratio of a straight way is 1 to the last digit, never more', () => {
    const steps = fc.array(fc.double({ min: 0.1, max: 100, noNaN: true }), { minLength: 8, maxLength: 30 });
    fc.assert(
      fc.property(steps, (each) => {
        const ratio = new EfficiencyRatio(6);
        let way = 0;
        for (const step of each) expect(ratio.update((way += step)) ?? 1).toBeLessThanOrEqual(1);
        expect(ratio.value).toBeGreaterThan(1 - 1e-15);
      }),
    );
  });

  it('half life of reversion', () => {
    fc.assert(
      fc.property(calm, fc.integer({ min: 4, max: 12 }), (values, length) => {
        eachWindow(new ReversionHalfLife(length), values, length + 1, (window, reversion) => {
          const [before, after] = [window.slice(0, -1), window.slice(1)];
          if (!(squaresOf(before) > 1e-9)) return;
          const beta = productsOf(before, after) / squaresOf(before);
          expectClose(reversion.beta, beta, 1_000);
          if (beta > 1e-3 && beta < 0.999) expectClose(reversion.value, Math.log(0.5) / Math.log(beta), 1e6);
          if (beta < -1e-6) expect(reversion.value).toBe(0);
          if (beta > 1 + 1e-6) expect([reversion.value, reversion.mean]).toEqual([Infinity, undefined]);
        });
      }),
    );
  });

  it('realised variance, bipower variation and jumps', () => {
    fc.assert(
      fc.property(calm, period, (values, length) => {
        eachWindow(new RealizedVariance(length), values, length, (window, realized) => {
          const variance = sumOf(window.map((each) => each ** 2));
          const products = sumOf(window.slice(1).map((each, index) => Math.abs(each * window[index]!)));
          const bipower = ((Math.PI / 2) * products * length) / (length - 1);
          expectClose(realized.value, variance, 1);
          expectClose(realized.bipower, bipower, 1);
          if (variance > 1e-6) expectClose(realized.jumpShare, Math.max(0, 1 - bipower / variance), 100);
        });
      }),
    );
  });

  it('ulcer index', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 5, maxLength: 60 }),
        period,
        (values, length) => {
          const drawdowns = values.map((each, index) => {
            const highest = Math.max(...values.slice(Math.max(0, index - length + 1), index + 1));
            return (100 * (highest - each)) / highest;
          });
          const ulcer = new UlcerIndex(length);
          values.forEach((each, index) => {
            ulcer.update(each);
            if (index < length - 1) return;
            const window = drawdowns.slice(index - length + 1, index + 1);
            expectClose(ulcer.value, Math.sqrt(meanOf(window.map((drawdown) => drawdown ** 2))), 100);
          });
        },
      ),
    );
  });

  it('variance ratio with both of its z', () => {
    fc.assert(
      fc.property(calm, fc.integer({ min: 2, max: 5 }), fc.integer({ min: 7, max: 18 }), (values, horizon, length) => {
        eachWindow(new VarianceRatio(length, horizon), values, length, (window, ratio) => {
          const mean = meanOf(window);
          const squares = squaresOf(window);
          if (!(squares > 1e-6)) return;
          const sums = window.slice(horizon - 1).map((_, index) => sumOf(window.slice(index, index + horizon)));
          const degrees = horizon * (length - horizon + 1) * (1 - horizon / length);
          const expected = sumOf(sums.map((each) => (each - horizon * mean) ** 2)) / degrees / (squares / (length - 1));
          expectClose(ratio.value, expected, 1e3);
          const plain = (2 * (2 * horizon - 1) * (horizon - 1)) / (3 * horizon * length);
          expectClose(ratio.z, (expected - 1) / Math.sqrt(plain), 1e3);
          const robust = Array.from({ length: horizon - 1 }, (_, index) => {
            const lag = index + 1;
            const lagged = window.slice(lag).map((each, at) => (each - mean) ** 2 * (window[at]! - mean) ** 2);
            return ((2 * (horizon - lag)) / horizon) ** 2 * (sumOf(lagged) / squares ** 2);
          });
          if (sumOf(robust) > 1e-6) expectClose(ratio.robustZ, (expected - 1) / Math.sqrt(sumOf(robust)), 1e6);
        });
      }),
    );
  });

  it('volume-weighted average prices', () => {
    const trades = fc.array(fc.tuple(fc.integer({ min: 1, max: 500 }), fc.integer({ min: 0, max: 20 })), { minLength: 1, maxLength: 40 }); // prettier-ignore
    fc.assert(
      fc.property(trades, fc.integer({ min: 1, max: 10 }), (given, length) => {
        const [rolling, anchored] = [new RollingVwap(length), new AnchoredVwap()];
        const vwapOf = (some: typeof given): number | undefined => {
          const volume = sumOf(some.map((trade) => trade[1]));
          return volume > 0 ? sumOf(some.map(([price, amount]) => price * amount)) / volume : undefined;
        };
        given.forEach(([price, amount], index) => {
          const expected = vwapOf(given.slice(Math.max(0, index - length + 1), index + 1));
          expect(rolling.update(price, amount)).toEqual(index < length - 1 ? undefined : expected && expect.closeTo(expected, 9)); // prettier-ignore
          const whole = vwapOf(given.slice(0, index + 1));
          expect(anchored.update(price, amount)).toEqual(whole && expect.closeTo(whole, 9));
        });
        anchored.anchor();
        expect(anchored.value).toBeUndefined();
        expect(anchored.update(7, 2)).toBe(7);
      }),
    );
  });
});

describe('values that a formula has none of', () => {
  it('a correlation with something that does not vary, a beta to it', () => {
    const rolling = new RollingCorrelation(4);
    for (let index = 0; index < 9; index += 1) rolling.update(5, index);
    expect([rolling.value, rolling.beta, rolling.alpha]).toEqual([undefined, undefined, undefined]);
    expect(rolling.covariance).toBe(0);
  });

  it('a correlation of something that does not vary has a beta of 0', () => {
    const rolling = new RollingCorrelation(4);
    for (let index = 0; index < 9; index += 1) rolling.update(index, 5);
    expect([rolling.value, rolling.beta, rolling.alpha]).toEqual([undefined, 0, 5]);
  });

  it('a variance ratio of returns that are all equal, and its z', () => {
    const ratio = new VarianceRatio(6, 2);
    for (let index = 0; index < 9; index += 1) ratio.update(0.1);
    expect([ratio.value, ratio.z, ratio.robustZ]).toEqual([undefined, undefined, undefined]);
  });

  it('a robust z of returns that say nothing of its variance', () => {
    const ratio = new VarianceRatio(4, 2);
    [1, 0, -1, 0].forEach((step) => ratio.update(step));
    expect(ratio.value).toBeGreaterThan(0);
    expect(ratio.robustZ).toBe(0);
  });

  it('all of them before they are warm', () => {
    const rolling = new RollingCorrelation(4);
    const [variance, line, realized] = [new RollingVariance(4), new RollingRegression(4), new RealizedVariance(4)];
    const reversion = new ReversionHalfLife(4);
    [variance, line, realized, reversion].forEach((formula) => formula.update(1));
    expect([rolling.covariance, rolling.beta, rolling.alpha, reversion.mean, reversion.beta]).not.toContain(0);
    expect([variance.mean, variance.populationVariance, variance.standardDeviation]).toEqual([undefined, undefined, undefined]); // prettier-ignore
    expect([line.fitted, line.rSquared, realized.bipower, realized.jumpShare]).toEqual([undefined, undefined, undefined, undefined]); // prettier-ignore
    expect([new RollingMinMax(2).min, new RollingMinMax(2).max, new PercentileRank(2).rankOf(1), new RollingQuantile(2).quantile(0)]).toEqual([undefined, undefined, undefined, undefined]); // prettier-ignore
  });
});
