import { barClosed, randomNumbers } from '@perpstream/testing';
import * as math from '../math';

type Bar = math.OpenHighLowClose & math.HighLowCloseVolume;
/** A formula as seen from here: one number after each bar, undefined until it is warm. */
type Formula = { readonly value: number | undefined; update(bar: Bar): number | undefined };
type Promises = {
  readonly name: string;
  /** Bars until the first value. */
  readonly warmUp: number;
  /** Within these bounds, both included. */
  readonly least?: number;
  readonly most?: number;
  /** How the value changes when all prices are multiplied by k. */
  readonly scale: 'same' | 'linear' | 'any';
  /** What it says of a market that stands still. */
  readonly still: number | undefined;
  /** A ratio of two averages that fade alike: it comes to rest, but not at `still`, when the market stops. */
  readonly isKept?: true;
  readonly create: () => Formula;
};

type OverValues = { readonly value: number | undefined; update(value: number): number | undefined };
const ofClose = (formula: OverValues): Formula => ({
  get value() {
    return formula.value;
  },
  update: ({ closeUsd }) => formula.update(closeUsd),
});

const returnOf = ({ openUsd, closeUsd }: Bar): number => Math.log(closeUsd / openUsd);
const ofReturn = (formula: OverValues): Formula => ({
  get value() {
    return formula.value;
  },
  update: (bar) => formula.update(returnOf(bar)),
});

const of = <Given extends { readonly value: number | undefined }>(
  formula: Given,
  update: (formula: Given, bar: Bar) => number | undefined,
): Formula => ({
  get value() {
    return formula.value;
  },
  update: (bar) => update(formula, bar),
});

const [price, level] = [100, 100];
// prettier-ignore
const promised: readonly Promises[] = [
  { name: 'RollingSum', warmUp: 5, scale: 'linear', still: 5 * price, create: () => ofClose(new math.RollingSum(5)) },
  { name: 'RollingMean', warmUp: 5, scale: 'linear', still: price, create: () => ofClose(new math.RollingMean(5)) },
  { name: 'RollingVariance', warmUp: 5, least: 0, scale: 'any', still: 0, create: () => ofClose(new math.RollingVariance(5)) },
  { name: 'RollingZScore', warmUp: 5, least: -4 / Math.sqrt(5), most: 4 / Math.sqrt(5), scale: 'same', still: 0, create: () => ofClose(new math.RollingZScore(5)) },
  { name: 'RollingMinMax', warmUp: 5, least: 0, most: 1, scale: 'same', still: 0.5, create: () => ofClose(new math.RollingMinMax(5)) },
  { name: 'RollingQuantile', warmUp: 5, scale: 'linear', still: price, create: () => ofClose(new math.RollingQuantile(5, 0.8)) },
  { name: 'PercentileRank', warmUp: 5, least: 10, most: 90, scale: 'same', still: 50, create: () => ofClose(new math.PercentileRank(5)) },
  { name: 'RollingRegression', warmUp: 5, scale: 'linear', still: 0, create: () => ofClose(new math.RollingRegression(5)) },
  { name: 'RollingCorrelation', warmUp: 5, least: -1, most: 1, scale: 'same', still: undefined, create: () => of(new math.RollingCorrelation(5), (formula, bar) => formula.update(bar.openUsd, bar.closeUsd)) },
  { name: 'VarianceRatio', warmUp: 12, least: 0, scale: 'same', still: undefined, create: () => ofReturn(new math.VarianceRatio(12, 3)) },
  { name: 'EfficiencyRatio', warmUp: 6, least: 0, most: 1, scale: 'same', still: 0, create: () => ofClose(new math.EfficiencyRatio(5)) },
  { name: 'ReversionHalfLife', warmUp: 6, least: 0, scale: 'same', still: undefined, create: () => ofClose(new math.ReversionHalfLife(5)) },
  { name: 'Ema', warmUp: 5, scale: 'linear', still: price, create: () => ofClose(new math.Ema(5)) },
  { name: 'Ema seeded with a mean', warmUp: 5, scale: 'linear', still: price, create: () => ofClose(new math.Ema(5, 'mean')) },
  { name: 'Rma', warmUp: 5, scale: 'linear', still: price, create: () => ofClose(new math.Rma(5)) },
  { name: 'Wma', warmUp: 5, scale: 'linear', still: price, create: () => ofClose(new math.Wma(5)) },
  { name: 'Dema', warmUp: 9, scale: 'linear', still: price, create: () => ofClose(new math.Dema(5)) },
  { name: 'Tema', warmUp: 13, scale: 'linear', still: price, create: () => ofClose(new math.Tema(5)) },
  { name: 'Kama', warmUp: 6, scale: 'linear', still: price, create: () => ofClose(new math.Kama({ period: 5 })) },
  { name: 'Rsi', warmUp: 6, least: 0, most: 100, scale: 'same', still: 50, isKept: true, create: () => ofClose(new math.Rsi(5)) },
  { name: 'StochRsi', warmUp: 12, least: 0, most: 1, scale: 'same', still: 0.5, create: () => ofClose(new math.StochRsi(5, 7)) },
  { name: 'Roc', warmUp: 6, scale: 'same', still: 0, create: () => ofClose(new math.Roc(5)) },
  { name: 'Tsi', warmUp: 12, least: -100, most: 100, scale: 'same', still: 0, isKept: true, create: () => ofClose(new math.Tsi({ longPeriod: 7, shortPeriod: 5 })) },
  { name: 'Macd', warmUp: 7, scale: 'linear', still: 0, create: () => ofClose(new math.Macd({ fastPeriod: 5, slowPeriod: 7 })) },
  { name: 'Ppo', warmUp: 7, scale: 'same', still: 0, create: () => ofClose(new math.Ppo({ fastPeriod: 5, slowPeriod: 7 })) },
  { name: 'Bollinger', warmUp: 5, scale: 'linear', still: price, create: () => ofClose(new math.Bollinger({ period: 5 })) },
  { name: 'UlcerIndex', warmUp: 5, least: 0, most: 100, scale: 'same', still: 0, create: () => ofClose(new math.UlcerIndex(5)) },
  { name: 'RealizedVariance', warmUp: 5, least: 0, scale: 'same', still: 0, create: () => ofReturn(new math.RealizedVariance(5)) },
  { name: 'TrueRange', warmUp: 1, least: 0, scale: 'linear', still: 0, create: () => new math.TrueRange() },
  { name: 'Atr', warmUp: 5, least: 0, scale: 'linear', still: 0, create: () => new math.Atr(5) },
  { name: 'Natr', warmUp: 5, least: 0, scale: 'same', still: 0, create: () => new math.Natr(5) },
  { name: 'Adx', warmUp: 10, least: 0, most: 100, scale: 'same', still: 0, isKept: true, create: () => new math.Adx(5) },
  { name: 'SuperTrend', warmUp: 5, scale: 'linear', still: price, create: () => new math.SuperTrend({ period: 5 }) },
  { name: 'ParabolicSar', warmUp: 2, scale: 'linear', still: price, create: () => new math.ParabolicSar() },
  { name: 'Vortex', warmUp: 6, scale: 'same', still: 0, create: () => new math.Vortex(5) },
  { name: 'Donchian', warmUp: 5, scale: 'linear', still: price, create: () => new math.Donchian(5) },
  { name: 'Keltner', warmUp: 7, scale: 'linear', still: price, create: () => new math.Keltner({ period: 7, atrPeriod: 5 }) },
  { name: 'RangeVolatility by parkinson', warmUp: 5, least: 0, scale: 'same', still: 0, create: () => new math.RangeVolatility(5) },
  { name: 'RangeVolatility by garman-klass', warmUp: 5, least: 0, scale: 'same', still: 0, create: () => new math.RangeVolatility(5, 'garman-klass') },
  { name: 'RangeVolatility by rogers-satchell', warmUp: 5, least: 0, scale: 'same', still: 0, create: () => new math.RangeVolatility(5, 'rogers-satchell') },
  { name: 'RangeVolatility by yang-zhang', warmUp: 6, least: 0, scale: 'same', still: 0, create: () => new math.RangeVolatility(5, 'yang-zhang') },
  { name: 'Stochastic', warmUp: 7, least: 0, most: 100, scale: 'same', still: 50, create: () => new math.Stochastic({ period: 5 }) },
  { name: 'WilliamsR', warmUp: 5, least: -100, most: 0, scale: 'same', still: -50, create: () => new math.WilliamsR(5) },
  { name: 'Cci', warmUp: 5, scale: 'same', still: 0, create: () => new math.Cci(5) },
  { name: 'UltimateOscillator', warmUp: 12, least: 0, most: 100, scale: 'same', still: 50, create: () => new math.UltimateOscillator({ shortPeriod: 3, mediumPeriod: 5, longPeriod: 11 }) },
  { name: 'OnBalanceVolume', warmUp: 0, scale: 'same', still: 0, create: () => new math.OnBalanceVolume() },
  { name: 'VolumePriceTrend', warmUp: 0, scale: 'same', still: 0, create: () => new math.VolumePriceTrend() },
  { name: 'AccumulationDistribution', warmUp: 0, scale: 'same', still: 0, create: () => new math.AccumulationDistribution() },
  { name: 'ChaikinOscillator', warmUp: 7, scale: 'same', still: 0, create: () => new math.ChaikinOscillator({ fastPeriod: 5, slowPeriod: 7 }) },
  { name: 'ChaikinMoneyFlow', warmUp: 5, least: -1, most: 1, scale: 'same', still: 0, create: () => new math.ChaikinMoneyFlow(5) },
  { name: 'MoneyFlowIndex', warmUp: 6, least: 0, most: 100, scale: 'same', still: 50, create: () => new math.MoneyFlowIndex(5) },
  { name: 'ForceIndex', warmUp: 6, scale: 'linear', still: 0, create: () => new math.ForceIndex(5) },
  { name: 'EaseOfMovement', warmUp: 6, scale: 'any', still: 0, create: () => new math.EaseOfMovement(5) },
  { name: 'RollingVwap', warmUp: 5, scale: 'linear', still: undefined, create: () => of(new math.RollingVwap(5), (formula, bar) => formula.update(bar.closeUsd, bar.volumeBase)) },
  { name: 'AnchoredVwap', warmUp: 1, scale: 'linear', still: undefined, isKept: true, create: () => of(new math.AnchoredVwap(), (formula, bar) => formula.update(bar.closeUsd, bar.volumeBase)) },
];

/** A random walk; every fifth bar stands still and has no volume. */
function bars(seed: number, count: number, factor = 1): Bar[] {
  const random = randomNumbers(seed);
  let closeUsd = factor * level;
  return Array.from({ length: count }, (_, index) => {
    if (index % 5 === 4) return still(closeUsd);
    const openUsd = closeUsd * (1 + 0.01 * (random() - 0.5));
    closeUsd = openUsd * (1 + 0.05 * (random() - 0.5));
    const highUsd = Math.max(openUsd, closeUsd) * (1 + 0.01 * random());
    const lowUsd = Math.min(openUsd, closeUsd) * (1 - 0.01 * random());
    return { openUsd, highUsd, lowUsd, closeUsd, volumeBase: 1_000 * random() };
  });
}

const still = (priceUsd: number): Bar => ({
  openUsd: priceUsd,
  highUsd: priceUsd,
  lowUsd: priceUsd,
  closeUsd: priceUsd,
  volumeBase: 0,
});

const run = (formula: Formula, given: readonly Bar[]): (number | undefined)[] =>
  given.map((bar) => formula.update(bar));

describe.each(promised)(
  '$name',
  ({ warmUp, least = -Infinity, most = Infinity, scale, still: calm, isKept, create }) => {
    const values = run(create(), bars(3, 300));

    it('is undefined until it is warm, and never again', () => {
      expect(values.findIndex((value) => value !== undefined)).toBe(Math.max(0, warmUp - 1));
      expect(values.slice(Math.max(0, warmUp - 1))).not.toContain(undefined);
    });

    it('is finite and within its bounds', () => {
      // Not to shrink at all takes forever.
      const known = values.filter((value) => value !== undefined && value !== Infinity);
      expect(known.length).toBeGreaterThan(100);
      for (const value of known) {
        expect(Number.isFinite(value)).toBe(true);
        expect(value).toBeGreaterThanOrEqual(least - 1e-9);
        expect(value).toBeLessThanOrEqual(most + 1e-9);
      }
    });

    it('has the value that the last update returned', () => {
      const formula = create();
      for (const bar of bars(5, 40)) expect(formula.update(bar)).toBe(formula.value);
    });

    it('says of a market that stands still what is documented, also after a rally', () => {
      const formula = create();
      const nothing = Array.from({ length: 4_000 }, () => still(price));
      run(formula, nothing.slice(0, 60));
      expect(formula.value).toBe(calm);
      run(formula, [...bars(9, 60), still(price)]);
      if (isKept) run(formula, nothing.slice(0, 400));
      const isTotal = warmUp === 0;
      const expected = isKept || isTotal ? formula.value : calm;
      run(formula, isKept ? nothing.slice(0, 400) : nothing);
      if (expected === undefined) expect([undefined, price]).toContain(formula.value);
      else expect(Math.abs(formula.value! - expected)).toBeLessThan(1e-6 * Math.max(1, Math.abs(expected)));
    });

    it('refuses a number that is not finite, and is as before', () => {
      const [formula, twin] = [create(), create()];
      const given = bars(7, 40);
      for (const bar of given) {
        for (const bad of [NaN, Infinity, -Infinity]) {
          const broken = { openUsd: bad, highUsd: bad, lowUsd: bad, closeUsd: bad, volumeBase: bad };
          expect(() => formula.update(broken)).toThrow(RangeError);
        }
        expect(formula.update(bar)).toBe(twin.update(bar));
      }
    });

    it('follows the scale of the prices as promised', () => {
      if (scale === 'any') return;
      const scaled = run(create(), bars(3, 300, 1_024));
      const factor = scale === 'linear' ? 1_024 : 1;
      scaled.forEach((value, index) => {
        const expected = values[index];
        if (expected === undefined || expected === Infinity) expect(value).toBe(expected);
        else expect(Math.abs(value! - factor * expected)).toBeLessThan(1e-9 * Math.max(1, Math.abs(factor * expected)));
      });
    });

    it('takes the bars of the market as they are', () => {
      expect(() => create().update(barClosed().bar)).not.toThrow();
    });
  },
);

// prettier-ignore
const refused: readonly (readonly [what: string, create: () => unknown, message: RegExp])[] = [
  ['a period of 0', () => new math.RollingMean(0), /period must be an integer from 1 to 65536, was 0/],
  ['half a period', () => new math.Ema(2.5), /period must be an integer from 1 to 65536, was 2.5/],
  ['a period without end', () => new math.Rma(Infinity), /period must be an integer from 1 to 65536, was Infinity/],
  ['a window too long', () => new math.RollingQuantile(65_537), /period must be an integer from 1 to 65536/],
  ['a variance of one value', () => new math.RollingVariance(1), /period must be an integer from 2/],
  ['a z-score of one value', () => new math.RollingZScore(1), /period must be an integer from 2/],
  ['a line through one value', () => new math.RollingRegression(1), /period must be an integer from 2/],
  ['a correlation of one pair', () => new math.RollingCorrelation(1), /period must be an integer from 2/],
  ['a seed nobody knows', () => new math.Ema(5, 'zero' as 'mean'), /seed must be one of first, mean, was zero/],
  ['a probability above 1', () => new math.RollingQuantile(5, 1.1), /probability must be from 0 to 1, was 1.1/],
  ['a probability that is no number', () => new math.DecayedQuantile(5, NaN), /probability must be from 0 to 1, was NaN/],
  ['a half life of 0', () => new math.DecayedRank(0), /halfLifeMs must be a finite number > 0, was 0/],
  ['a half life without end', () => new math.DecayedCovariance(Infinity), /halfLifeMs must be a finite number > 0/],
  ['a horizon of 1', () => new math.VarianceRatio(20, 1), /horizon must be an integer from 2 to 65536, was 1/],
  ['a window not longer than the horizon', () => new math.VarianceRatio(5, 5), /period must be an integer from 6/],
  ['a slow period not longer than the fast one', () => new math.Macd({ fastPeriod: 26 }), /slowPeriod must be an integer from 27 to 65536, was 26/],
  ['the same of the PPO', () => new math.Ppo({ slowPeriod: 12 }), /slowPeriod must be an integer from 13/],
  ['the same of KAMA', () => new math.Kama({ fastPeriod: 30 }), /slowPeriod must be an integer from 31/],
  ['the same of the Chaikin oscillator', () => new math.ChaikinOscillator({ slowPeriod: 3 }), /slowPeriod must be an integer from 4/],
  ['horizons out of order', () => new math.UltimateOscillator({ mediumPeriod: 28 }), /longPeriod must be an integer from 29/],
  ['bands without width', () => new math.Bollinger({ multiplier: 0 }), /multiplier must be a finite number > 0, was 0/],
  ['a channel turned inside out', () => new math.Keltner({ multiplier: -1 }), /multiplier must be a finite number > 0, was -1/],
  ['a stop at the price', () => new math.SuperTrend({ multiplier: 0 }), /multiplier must be a finite number > 0, was 0/],
  ['a stop that does not move', () => new math.ParabolicSar({ step: 0 }), /step must be a finite number > 0, was 0/],
  ['a step beyond its bound', () => new math.ParabolicSar({ step: 0.3 }), /step must be <= max, was 0.3, max 0.2/],
  ['a scale of 0', () => new math.EaseOfMovement(14, 0), /scale must be a finite number > 0, was 0/],
  ['an estimator nobody knows', () => new math.RangeVolatility(5, 'toString' as 'parkinson'), /estimator must be one of parkinson, .*, was toString/],
  ['a price of 0 where its logarithm is needed', () => new math.RangeVolatility(5).update({ ...still(1), lowUsd: 0 }), /prices must be finite numbers > 0, were 1, 1, 0, 1/],
  ['a value of 0 where shares of it are needed', () => new math.UlcerIndex(5).update(0), /value must be > 0, was 0/],
];

describe('formulas', () => {
  it.each(refused)('refuse %s', (_, create, message) => {
    expect(create).toThrow(RangeError);
    expect(create).toThrow(message);
  });
});
