import { randomNumbers } from '@perpstream/testing';
import fc from 'fast-check';
import * as oracle from 'trading-signals';
import * as math from '../math';

type Candle = { open: number; high: number; low: number; close: number; volume: number };
type Outputs = readonly (number | undefined)[];
type Pair = {
  readonly ours: (bar: math.OpenHighLowClose & math.HighLowCloseVolume) => Outputs;
  readonly theirs: (candle: Candle) => Outputs;
};
/** Whether both start at the same bar (`same`), ours waits longer (`later`), or starts sooner (`sooner`). */
type WarmUp = 'same' | 'later' | 'sooner';
/** `fading`: averages start differently, so only the last value of a long series is compared. */
type Compared = readonly [name: string, warmUp: WarmUp, create: (period: number) => Pair, start?: 'fading'];

/** A random walk of bars with volume; no two prices are the same. */
function randomCandles(seed: number, count: number): Candle[] {
  const random = randomNumbers(seed);
  let close = 50 + 100 * random();
  return Array.from({ length: count }, () => {
    const open = close * (1 + 0.004 * (random() - 0.5));
    close = open * (1 + 0.04 * (random() - 0.5));
    const high = Math.max(open, close) * (1 + 0.01 * random());
    const low = Math.min(open, close) * (1 - 0.01 * random());
    return { open, high, low, close, volume: 1 + 1_000 * random() };
  });
}

type Simple = { readonly value?: number | undefined };
const byClose = (formula: Simple & { update(value: number): unknown }): Pair['ours'] =>
  ({ closeUsd }) => (formula.update(closeUsd), [formula.value]); // prettier-ignore
const byBar = (formula: Simple & { update(bar: math.HighLowCloseVolume): unknown }): Pair['ours'] =>
  (bar) => (formula.update(bar), [formula.value]); // prettier-ignore

const orUndefined = (value: unknown): number | undefined => (typeof value === 'number' ? value : undefined);
const theirClose = (indicator: { update(value: number, replace: boolean): unknown; readonly isStable: boolean }): Pair['theirs'] =>
  ({ close }) => { const value = indicator.update(close, false); return [indicator.isStable ? orUndefined(value) : undefined]; }; // prettier-ignore
const theirBar = (indicator: { update(candle: Candle, replace: boolean): unknown }): Pair['theirs'] =>
  (candle) => [orUndefined(indicator.update(candle, false))]; // prettier-ignore
/** Several numbers in one result object; null or undefined before. */
const theirResult = <Result extends object>(
  update: (candle: Candle) => Result | null | undefined,
  names: readonly (keyof Result)[],
): Pair['theirs'] => (candle) => {
    const result = update(candle);
    return names.map((name) => orUndefined(result?.[name]));
  }; // prettier-ignore

// prettier-ignore
const compared: readonly Compared[] = [
  ['simple moving average', 'same', (period) => ({ ours: byClose(new math.RollingMean(period)), theirs: theirClose(new oracle.SMA(period)) })],
  ['EMA', 'same', (period) => ({ ours: byClose(new math.Ema(period)), theirs: theirClose(new oracle.EMA(period)) })],
  ['WMA', 'same', (period) => ({ ours: byClose(new math.Wma(period)), theirs: theirClose(new oracle.WMA(period)) })],
  ['Wilder average', 'same', (period) => ({ ours: byClose(new math.Rma(period)), theirs: theirClose(new oracle.WSMA(period)) })],
  ['DEMA', 'later', (period) => ({ ours: byClose(new math.Dema(period)), theirs: theirClose(new oracle.DEMA(period)) }), 'fading'],
  ['TEMA', 'same', (period) => ({ ours: byClose(new math.Tema(period)), theirs: theirClose(new oracle.TEMA(period)) })],
  ['KAMA', 'later', (period) => ({ ours: byClose(new math.Kama({ period })), theirs: theirClose(new oracle.KAMA(period)) })],
  ['RSI', 'same', (period) => ({ ours: byClose(new math.Rsi(period)), theirs: theirClose(new oracle.RSI(period)) })],
  // The oracle overlooks an RSI of exactly 0, which only short periods have.
  ['stochastic RSI', 'same', (period) => ({ ours: byClose(new math.StochRsi(period + 10)), theirs: theirClose(new oracle.StochasticRSI(period + 10)) })],
  ['rate of change', 'same', (period) => ({
    ours: ((roc) => ({ closeUsd }) => [(roc.update(closeUsd) ?? NaN) / 100 || undefined])(new math.Roc(period)),
    theirs: theirClose(new oracle.ROC(period)),
  })],
  ['TSI', 'same', (period) => ({
    ours: byClose(new math.Tsi({ longPeriod: period + 5, shortPeriod: period })),
    theirs: theirClose(new oracle.TSI({ longPeriod: period + 5, shortPeriod: period })),
  }), 'fading'],
  ['MACD', 'same', (period) => {
    const macd = new math.Macd({ fastPeriod: period, slowPeriod: period + 7, signalPeriod: 1 + period });
    const their = new oracle.MACD(new oracle.EMA(period), new oracle.EMA(period + 7), new oracle.EMA(1 + period));
    return {
      ours: ({ closeUsd }) => (macd.update(closeUsd), [macd.value]),
      theirs: theirResult(({ close }) => their.update(close, false), ['macd']),
    };
  }],
  ['MACD signal and histogram', 'later', (period) => {
    const macd = new math.Macd({ fastPeriod: period, slowPeriod: period + 7, signalPeriod: 1 + period });
    const their = new oracle.MACD(new oracle.EMA(period), new oracle.EMA(period + 7), new oracle.EMA(1 + period));
    return {
      ours: ({ closeUsd }) => (macd.update(closeUsd), [macd.signal, macd.histogram]),
      theirs: theirResult(({ close }) => their.update(close, false), ['signal', 'histogram']),
    };
  }],
  ['PPO', 'same', (period) => ({
    ours: byClose(new math.Ppo({ fastPeriod: period, slowPeriod: 2 * period })),
    theirs: theirClose(new oracle.PPO({ fastPeriod: period, slowPeriod: 2 * period })),
  })],
  ['Bollinger bands', 'same', (period) => {
    const [bands, their] = [new math.Bollinger({ period, multiplier: 1.5 }), new oracle.BollingerBands(period, 1.5)];
    return {
      ours: ({ closeUsd }) => (bands.update(closeUsd), [bands.lower, bands.value, bands.upper]),
      theirs: theirResult(({ close }) => their.update(close, false), ['lower', 'middle', 'upper']),
    };
  }],
  ['%B', 'same', (period) => {
    const bands = new math.Bollinger({ period });
    return {
      ours: ({ closeUsd }) => (bands.update(closeUsd), [bands.percentB]),
      theirs: theirClose(new oracle.PercentB({ interval: period, deviationMultiplier: 2 })),
    };
  }],
  ['slope of the regression', 'same', (period) => {
    const [line, their] = [new math.RollingRegression(period), new oracle.LinearRegression(period)];
    return {
      ours: ({ closeUsd }) => (line.update(closeUsd), [line.value, line.fitted]),
      theirs: ({ close }) => {
        const result = their.update(close, false);
        return [result?.slope, result === null ? undefined : result.prediction - result.slope];
      },
    };
  }],
  ['z-score', 'same', (period) => {
    const zScore = new math.RollingZScore(period);
    const window: number[] = [];
    return {
      ours: byClose(zScore),
      theirs: ({ close }) => {
        window.push(close);
        // By the deviation of the window itself; ours is the unbiased one.
        const unbiased = Math.sqrt((period - 1) / period);
        return [window.length < period ? undefined : oracle.getZScore(window.slice(-period)) * unbiased];
      },
    };
  }],
  ['correlation', 'same', (period) => {
    const correlation = new math.RollingCorrelation(period);
    const [closes, volumes]: [number[], number[]] = [[], []];
    return {
      ours: ({ closeUsd, volumeBase }) => (correlation.update(closeUsd, volumeBase), [correlation.value]),
      theirs: ({ close, volume }) => {
        closes.push(close);
        volumes.push(volume);
        return [closes.length < period ? undefined : oracle.getCorrelation(closes.slice(-period), volumes.slice(-period))];
      },
    };
  }],
  ['median', 'same', (period) => {
    const median = new math.RollingQuantile(period);
    const window: number[] = [];
    return {
      ours: byClose(median),
      theirs: ({ close }) => {
        window.push(close);
        return [window.length < period ? undefined : oracle.getMedian(window.slice(-period).sort((a, b) => a - b))];
      },
    };
  }],
  ['true range', 'same', () => ({ ours: byBar(new math.TrueRange()), theirs: theirBar(new oracle.TR()) })],
  ['ATR', 'same', (period) => ({ ours: byBar(new math.Atr(period)), theirs: theirBar(new oracle.ATR(period)) })],
  ['NATR', 'same', (period) => ({ ours: byBar(new math.Natr(period)), theirs: theirBar(new oracle.NATR(period)) })],
  ['ADX', 'later', (period) => ({ ours: byBar(new math.Adx(period)), theirs: theirBar(new oracle.ADX(period)) }), 'fading'],
  ['DX, +DI and -DI', 'later', (period) => {
    const [adx, their] = [new math.Adx(period), new oracle.DX(period)];
    const percent = (share: number | undefined): number | undefined => (share === undefined ? share : 100 * share);
    return {
      ours: (bar) => (adx.update(bar), [adx.dx, adx.plusDi, adx.minusDi]),
      theirs: (candle) => [orUndefined(their.update(candle, false)), percent(their.pdi), percent(their.mdi)],
    };
  }, 'fading'],
  ['SuperTrend', 'same', (period) => {
    const [ours, their] = [new math.SuperTrend({ period, multiplier: 1.5 }), new oracle.SuperTrend({ interval: period, multiplier: 1.5 })];
    return { ours: byBar(ours), theirs: theirResult((candle) => their.update(candle, false), ['supertrend']) };
  }],
  ['Donchian channel', 'same', (period) => {
    const [channel, their] = [new math.Donchian(period), new oracle.DonchianChannels(period)];
    return {
      ours: (bar) => (channel.update(bar), [channel.lower, channel.value, channel.upper]),
      theirs: theirResult((candle) => their.update(candle, false), ['lower', 'middle', 'upper']),
    };
  }],
  ['Keltner channel', 'same', (period) => {
    const channel = new math.Keltner({ period: period + 3, atrPeriod: period });
    const their = new oracle.KeltnerChannels({ atrInterval: period, emaInterval: period + 3, multiplier: 2 });
    return {
      ours: (bar) => (channel.update(bar), [channel.lower, channel.value, channel.upper]),
      theirs: theirResult((candle) => their.update(candle, false), ['lower', 'middle', 'upper']),
    };
  }],
  ['vortex', 'same', (period) => {
    const [vortex, their] = [new math.Vortex(period), new oracle.VortexIndicator(period)];
    return {
      ours: (bar) => (vortex.update(bar), [vortex.plus, vortex.minus]),
      theirs: theirResult((candle) => their.update(candle, false), ['plus', 'minus']),
    };
  }],
  ['stochastic', 'same', (period) => {
    const ours = new math.Stochastic({ period, slowing: 3, signalPeriod: 2 });
    const their = new oracle.StochasticOscillator({ kPeriod: period, kSlowingPeriod: 3, dPeriod: 2 });
    return {
      ours: (bar) => (ours.update(bar), ours.signal === undefined ? [undefined, undefined] : [ours.value, ours.signal]),
      theirs: theirResult((candle) => their.update(candle, false), ['stochK', 'stochD']),
    };
  }],
  ['Williams %R', 'same', (period) => ({ ours: byBar(new math.WilliamsR(period)), theirs: theirBar(new oracle.WilliamsR(period)) })],
  ['CCI', 'same', (period) => ({ ours: byBar(new math.Cci(period)), theirs: theirBar(new oracle.CCI(period)) })],
  ['ultimate oscillator', 'same', (period) => {
    const periods = { shortPeriod: period, mediumPeriod: 2 * period, longPeriod: 4 * period };
    return { ours: byBar(new math.UltimateOscillator(periods)), theirs: theirBar(new oracle.UltimateOscillator(periods)) };
  }],
  ['Rogers-Satchell volatility', 'same', (period) => {
    const volatility = new math.RangeVolatility(period, 'rogers-satchell');
    return { ours: (bar) => [volatility.update(bar)], theirs: theirBar(new oracle.RogersSatchellVolatility(period)) };
  }],
  ['money flow index', 'same', (period) => ({ ours: byBar(new math.MoneyFlowIndex(period)), theirs: theirBar(new oracle.MFI(period)) })],
  ['Chaikin money flow', 'same', (period) => ({ ours: byBar(new math.ChaikinMoneyFlow(period)), theirs: theirBar(new oracle.CMF(period)) })],
  ['accumulation/distribution', 'same', () => ({ ours: byBar(new math.AccumulationDistribution()), theirs: theirBar(new oracle.AD()) })],
  ['Chaikin oscillator', 'same', (period) => {
    const periods = { fastPeriod: period, slowPeriod: period + 4 };
    return { ours: byBar(new math.ChaikinOscillator(periods)), theirs: theirBar(new oracle.ADOSC(periods)) };
  }],
  ['on-balance volume', 'sooner', () => ({ ours: byBar(new math.OnBalanceVolume()), theirs: theirBar(new oracle.OBV(2)) })],
  ['volume price trend', 'sooner', () => ({ ours: byBar(new math.VolumePriceTrend()), theirs: theirBar(new oracle.PVT()) })],
  ['force index', 'same', (period) => ({ ours: byBar(new math.ForceIndex(period)), theirs: theirBar(new oracle.ForceIndex(period)) })],
  ['ease of movement', 'same', (period) => ({ ours: byBar(new math.EaseOfMovement(period)), theirs: theirBar(new oracle.EMV(period)) })],
  ['VWAP', 'same', () => {
    const vwap = new math.AnchoredVwap();
    return { ours: (bar) => [vwap.update(math.typicalPriceUsd(bar), bar.volumeBase)], theirs: theirBar(new oracle.VWAP()) };
  }],
];

const isClose = (a: number, b: number): boolean => Math.abs(a - b) <= 1e-9 * Math.max(1, Math.abs(a), Math.abs(b));

/** Every difference, in words. */
function differences(pair: Pair, candles: readonly Candle[], warmUp: WarmUp, isFading: boolean): string[] {
  return candles.flatMap((candle, index) => {
    const { open: openUsd, high: highUsd, low: lowUsd, close: closeUsd, volume: volumeBase } = candle;
    const ours = pair.ours({ openUsd, highUsd, lowUsd, closeUsd, volumeBase });
    const theirs = pair.theirs(candle);
    return ours.flatMap((value, output) => {
      const expected = theirs[output];
      const isLate = value === undefined && expected !== undefined && warmUp !== 'later';
      const isEarly = value !== undefined && expected === undefined && warmUp !== 'sooner';
      const isWrong = value !== undefined && expected !== undefined && !isClose(value, expected);
      const isCompared = !isFading || index === candles.length - 1;
      return isLate || isEarly || (isWrong && isCompared) ? [`${output} at ${index}: ${value}, not ${expected}`] : [];
    });
  });
}

const seeds = fc.integer({ min: 1, max: 2 ** 31 });

describe('formulas against those of trading-signals on random bars', () => {
  const cases = compared.map(([name, warmUp, create, start]) => ({
    name,
    warmUp,
    create,
    isFading: start === 'fading',
  }));

  it.each(cases)('$name', ({ warmUp, create, isFading }) => {
    fc.assert(
      fc.property(seeds, fc.integer({ min: 2, max: 12 }), (seed, period) => {
        // Two exponential averages of period 12 have forgotten their start to ten digits after some 400 bars.
        const candles = randomCandles(seed, isFading ? 500 : 80);
        expect(differences(create(period), candles, warmUp, isFading)).toEqual([]);
      }),
      { numRuns: 30 },
    );
  });
});
