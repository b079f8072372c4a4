import { randomNumbers } from '@perpstream/testing';
import { Wma } from '../average/wma';
import { EfficiencyRatio } from '../trend/efficiency-ratio';
import { VarianceRatio } from '../trend/variance-ratio';
import { Bollinger } from '../volatility/bollinger';
import { RangeVolatility } from '../volatility/range-volatility';
import { RealizedVariance } from '../volatility/realized-variance';
import { ChaikinMoneyFlow } from '../volume/chaikin-money-flow';
import { MoneyFlowIndex } from '../volume/money-flow-index';
import { RollingVwap } from '../volume/rolling-vwap';
import { RollingCorrelation } from './rolling-correlation';
import { RollingMean } from './rolling-mean';
import { RollingRegression } from './rolling-regression';
import { RollingVariance } from './rolling-variance';
import { RollingZScore } from './rolling-z-score';

const UPDATES = 1_000_000;
const WINDOW = 48;

type Fields = readonly (number | undefined)[];
type Fed = { update(priceUsd: number, sizeBase: number): void; read(): Fields };

/** Fed with a price around 60,000 that moves by 1e-7 of it and sometimes jumps, and with sizes from 1e-6 to 1e6. */
const formulas: Readonly<Record<string, () => Fed>> = {
  RollingMean: () => simple(new RollingMean(WINDOW)),
  RollingVariance: () => simple(new RollingVariance(WINDOW)),
  RollingZScore: () => simple(new RollingZScore(WINDOW)),
  Wma: () => simple(new Wma(WINDOW)),
  EfficiencyRatio: () => simple(new EfficiencyRatio(WINDOW)),
  RollingRegression: () => {
    const line = new RollingRegression(WINDOW);
    return { update: (price) => void line.update(price), read: () => [line.value, line.rSquared, line.fitted] };
  },
  Bollinger: () => {
    const bands = new Bollinger({ period: WINDOW });
    return { update: (price) => void bands.update(price), read: () => [bands.upper, bands.width, bands.percentB] };
  },
  RollingCorrelation: () => {
    const rolling = new RollingCorrelation(WINDOW);
    return {
      update: (price, size) => void rolling.update(price, price + size / 1e6),
      read: () => [rolling.value, rolling.beta],
    };
  },
  RollingVwap: () => {
    const vwap = new RollingVwap(WINDOW);
    return { update: (price, size) => void vwap.update(price, size), read: () => [vwap.value] };
  },
  VarianceRatio: () => {
    const ratio = new VarianceRatio(WINDOW, 4);
    return { update: (_, size) => void ratio.update(Math.log(size) / 1e3), read: () => [ratio.value, ratio.robustZ] };
  },
  RealizedVariance: () => {
    const realized = new RealizedVariance(WINDOW);
    return {
      update: (_, size) => void realized.update(Math.log(size)),
      read: () => [realized.value, realized.bipower],
    };
  },
  RangeVolatility: () => overBars(new RangeVolatility(WINDOW - 1, 'yang-zhang')),
  ChaikinMoneyFlow: () => overBars(new ChaikinMoneyFlow(WINDOW)),
  MoneyFlowIndex: () => overBars(new MoneyFlowIndex(WINDOW - 1)),
};

function simple(formula: { readonly value: number | undefined; update(value: number): unknown }): Fed {
  return { update: (price) => void formula.update(price), read: () => [formula.value] };
}

type Bar = Record<'openUsd' | 'highUsd' | 'lowUsd' | 'closeUsd' | 'volumeBase', number>;
function overBars(formula: { readonly value: number | undefined; update(bar: Bar): unknown }): Fed {
  return {
    update: (closeUsd, volumeBase) => {
      const [highUsd, lowUsd] = [closeUsd * 1.001, closeUsd * 0.9995];
      formula.update({ openUsd: closeUsd * 1.0004, highUsd, lowUsd, closeUsd, volumeBase });
    },
    read: () => [formula.value],
  };
}

function* market(): Generator<readonly [priceUsd: number, sizeBase: number]> {
  const random = randomNumbers(20_251_122);
  let priceUsd = 60_000;
  for (let update = 0; update < UPDATES; update += 1) {
    // Jumps make sums start anew: the second half climbs without, far away from where the sums began.
    const jump = update < UPDATES / 2 && random() < 1e-4 ? 0.2 * (random() - 0.5) : 0;
    const level = 60_000 + 0.05 * Math.max(0, update - UPDATES / 2);
    priceUsd = level + 0.999 * (priceUsd - level) + 0.01 * (random() - 0.5) + 60_000 * jump;
    yield [priceUsd, 10 ** (12 * random() - 6)];
  }
}

describe('R23: after a million updates a formula equals a fresh one that saw the last window alone', () => {
  const [old, last]: [Record<string, Fed>, (readonly [number, number])[]] = [{}, []];

  beforeAll(() => {
    for (const [name, create] of Object.entries(formulas)) old[name] = create();
    const fed = Object.values(old);
    for (const [priceUsd, sizeBase] of market()) {
      for (const formula of fed) formula.update(priceUsd, sizeBase);
      last.push([priceUsd, sizeBase]);
      if (last.length > WINDOW + 1) last.shift();
    }
  });

  it.each(Object.keys(formulas))('%s', (name) => {
    const fresh = formulas[name]!();
    last.forEach(([priceUsd, sizeBase]) => fresh.update(priceUsd, sizeBase));
    const expected = fresh.read();
    old[name]!.read().forEach((value, field) => {
      expect(expected[field]).toBeDefined();
      expect(Math.abs(value! - expected[field]!)).toBeLessThanOrEqual(1e-9 * Math.abs(expected[field]!));
    });
  });
});
