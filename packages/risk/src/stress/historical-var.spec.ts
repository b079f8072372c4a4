import { marketId } from '@perpstream/core';
import { BTC, ETH, randomNumbers } from '@perpstream/testing';
import * as fc from 'fast-check';
import type { AlignedReturns } from './aligned-returns';
import { historicalVar } from './historical-var';
import type { StressPortfolio, StressPosition } from './stress-portfolio';

function held(market: typeof BTC, notionalUsd: number): StressPosition {
  return {
    marketId: market,
    sizeBase: notionalUsd / 100,
    oraclePriceUsd: 100,
    initialMarginFraction: 0.05,
    maintenanceMarginFraction: 0.03,
  };
}

function portfolio(...positions: StressPosition[]): StressPortfolio {
  return { quoteBalanceUsd: 0, positions };
}

/** Losses of 1, 2, ... n percent, in an order that has to be sorted. */
function losses(count: number): AlignedReturns {
  const inOrder = Array.from({ length: count }, (_, index) => -(index + 1) / 100);
  return new Map([[BTC, [...inOrder.filter((_, index) => index % 3 === 1), ...inOrder.filter((_, index) => index % 3 !== 1)]]]); // prettier-ignore
}

describe('historicalVar', () => {
  // By hand on 100 USD, so losses are 1, 2, ... n USD: VaR is loss number ceil(n c); ES the mean of the worst n (1 - c).
  it.each([
    ['n c whole: the loss just below the tail', 100, 0.95, 95, 98],
    ['n c whole, one period in the tail', 100, 0.99, 99, 100],
    ['n c not whole: rounded up, and half a loss in the tail', 50, 0.95, 48, (50 + 49 + 48 / 2) / 2.5],
    ['a tail of less than one period', 50, 0.99, 50, 50],
    ['one period', 1, 0.99, 1, 1],
    ['half of the cases', 4, 0.5, 2, 3.5],
    ['a product that float64 puts just above a whole number', 100, 0.55, 55, 78],
  ])('%s', (_name, periods, confidence, varUsd, expectedShortfallUsd) => {
    const risk = historicalVar(portfolio(held(BTC, 100)), losses(periods), { confidence });
    expect(risk.varUsd).toBeCloseTo(varUsd, 10);
    expect(risk.expectedShortfallUsd).toBeCloseTo(expectedShortfallUsd, 10);
  });

  it('takes the 11th largest of 1,000 losses at 99 %, and the mean of the 10 largest', () => {
    const risk = historicalVar(portfolio(held(BTC, 100)), losses(1_000), { confidence: 0.99 });
    expect(risk.varUsd).toBeCloseTo(990, 9);
    expect(risk.expectedShortfallUsd).toBeCloseTo(995.5, 9);
  });

  it('of a short is that of rising prices', () => {
    const returns = new Map([[BTC, [0.1, -0.5, 0.2, 0.05]]]);
    expect(historicalVar(portfolio(held(BTC, -100)), returns, { confidence: 0.75 }).varUsd).toBeCloseTo(10, 12);
  });

  it('is below 0 when every period gained', () => {
    const returns = new Map([[BTC, [0.1, 0.2]]]);
    expect(historicalVar(portfolio(held(BTC, 100)), returns, { confidence: 0.99 }).varUsd).toBeCloseTo(-10, 12);
  });

  it('is nothing without positions', () => {
    const none = historicalVar(portfolio(), losses(10), { confidence: 0.9 });
    expect(none).toMatchObject({ components: [] });
    expect(Math.abs(none.varUsd)).toBe(0);
    expect(Math.abs(none.expectedShortfallUsd)).toBe(0);
  });

  it('grows with the root of the horizon', () => {
    const one = historicalVar(portfolio(held(BTC, 100)), losses(100), { confidence: 0.95 });
    const four = historicalVar(portfolio(held(BTC, 100)), losses(100), { confidence: 0.95, horizonPeriods: 4 });
    expect(four.varUsd).toBeCloseTo(2 * one.varUsd, 10);
    expect(four.expectedShortfallUsd).toBeCloseTo(2 * one.expectedShortfallUsd, 10);
    expect(four.components[0]?.varUsd).toBeCloseTo(2 * one.varUsd, 10);
  });

  it('splits the loss of the same periods', () => {
    const returns = new Map([
      [BTC, [-0.1, -0.2, 0.3, 0.1]],
      [ETH, [0.05, -0.1, -0.2, -0.3]],
    ]);
    // Long 100 of one, long 200 of the other: losses 0, 40, 10, 50. VaR at 0.75 is the third: 40, by 20 and 20.
    const risk = historicalVar(portfolio(held(BTC, 100), held(ETH, 200)), returns, { confidence: 0.75 });
    expect(risk.varUsd).toBeCloseTo(40, 10);
    expect(risk.expectedShortfallUsd).toBeCloseTo(50, 10);
    const [btc, eth] = risk.components;
    expect([btc?.varUsd, eth?.varUsd].map((usd) => Math.round((usd ?? NaN) * 1e6) / 1e6)).toEqual([20, 20]);
    expect(btc?.expectedShortfallUsd).toBeCloseTo(-10, 10);
    expect(eth?.expectedShortfallUsd).toBeCloseTo(60, 10);
  });

  const cases = fc.record({
    seed: fc.integer({ min: 1, max: 2 ** 31 }),
    periods: fc.integer({ min: 1, max: 120 }),
    confidence: fc.double({ min: 0.5, max: 0.999, noNaN: true }),
    notionals: fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 6 }),
  });

  function draw(seed: number, markets: number, periods: number): AlignedReturns {
    const random = randomNumbers(seed);
    const list = (): number[] => Array.from({ length: periods }, () => (random() - 0.5) / 5);
    return new Map(Array.from({ length: markets }, (_, index) => [marketId(`M${index}-USD`), list()]));
  }

  it('has an expected shortfall not below the VaR, and parts that add up', () => {
    fc.assert(
      fc.property(cases, ({ seed, periods, confidence, notionals }) => {
        const positions = notionals.map((notionalUsd, index) => held(marketId(`M${index}-USD`), notionalUsd));
        const returns = draw(seed, positions.length, periods);
        const risk = historicalVar(portfolio(...positions), returns, { confidence });
        const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
        expect(risk.expectedShortfallUsd).toBeGreaterThanOrEqual(risk.varUsd - 1e-6);
        expect(sum(risk.components.map(({ varUsd }) => varUsd))).toBeCloseTo(risk.varUsd, 5);
        const shortfalls = risk.components.map(({ expectedShortfallUsd }) => expectedShortfallUsd);
        expect(sum(shortfalls)).toBeCloseTo(risk.expectedShortfallUsd, 5);
      }),
    );
  });

  it('is exceeded in no more periods than its confidence leaves, and with the next smaller loss in more', () => {
    fc.assert(
      fc.property(cases, ({ seed, periods, confidence }) => {
        const returns = draw(seed, 1, periods);
        const market = marketId('M0-USD');
        const all = Array.from(returns.get(market) ?? [], (value) => -value * 100).sort((a, b) => a - b);
        const { varUsd } = historicalVar(portfolio(held(market, 100)), returns, { confidence });
        const worse = all.filter((loss) => loss > varUsd + 1e-9).length;
        expect(worse).toBeLessThanOrEqual(periods * (1 - confidence) + 1e-6);
        expect(worse + 1).toBeGreaterThan(periods * (1 - confidence) - 1e-6);
      }),
    );
  });

  it('has an expected shortfall that is subadditive: two books together never risk more than apart', () => {
    fc.assert(
      fc.property(cases, ({ seed, periods, confidence }) => {
        const returns = draw(seed, 2, periods);
        const [a, b] = [held(marketId('M0-USD'), 700), held(marketId('M1-USD'), -300)];
        const shortfall = (...positions: StressPosition[]): number =>
          historicalVar(portfolio(...positions), returns, { confidence }).expectedShortfallUsd;
        expect(shortfall(a, b)).toBeLessThanOrEqual(shortfall(a) + shortfall(b) + 1e-9);
      }),
    );
  });

  it.each([
    ['a confidence below a half', losses(3), { confidence: 0.49 }, 'confidence must be in [0.5, 1), was 0.49'],
    ['a confidence of 1', losses(3), { confidence: 1 }, 'confidence must be in [0.5, 1), was 1'],
    ['a confidence of NaN', losses(3), { confidence: NaN }, 'confidence must be in [0.5, 1), was NaN'],
    ['no horizon', losses(3), { confidence: 0.9, horizonPeriods: 0 }, 'horizonPeriods must be finite and > 0, was 0'],
    ['an endless horizon', losses(3), { confidence: 0.9, horizonPeriods: Infinity }, 'horizonPeriods must be finite and > 0, was Infinity'], // prettier-ignore
    ['a market without returns', new Map([[ETH, [0.1]]]), { confidence: 0.9 }, `returns of ${BTC} are missing`],
    ['a hole', new Map([[BTC, [0.1, NaN]]]), { confidence: 0.9 }, `returns of ${BTC} must be finite, [1] was NaN`],
  ])('refuses %s', (_name, returns, options, message) => {
    expect(() => historicalVar(portfolio(held(BTC, 100)), returns, options)).toThrow(new RangeError(message));
  });

  it('refuses a position without a price', () => {
    expect(() => historicalVar(portfolio(held(BTC, NaN)), losses(3), { confidence: 0.9 })).toThrow(
      new RangeError(`the notional of ${BTC} must be finite, was NaN`),
    );
  });
});
