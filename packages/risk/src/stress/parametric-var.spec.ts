import { marketId } from '@perpstream/core';
import { BTC, ETH, randomNumbers } from '@perpstream/testing';
import * as fc from 'fast-check';
import { covarianceOf, type CovarianceMatrix } from './covariance-of';
import { inverseNormal } from './inverse-normal';
import { parametricVar } from './parametric-var';
import type { StressPosition } from './stress-portfolio';
import type { ValueAtRisk } from './value-at-risk';

function held(market: typeof BTC, notionalUsd: number): StressPosition {
  return {
    marketId: market,
    sizeBase: notionalUsd / 100,
    oraclePriceUsd: 100,
    initialMarginFraction: 0.05,
    maintenanceMarginFraction: 0.03,
  };
}

function two(deviationA: number, deviationB: number, correlation: number): CovarianceMatrix {
  const cross = deviationA * deviationB * correlation;
  return { marketIds: [BTC, ETH], values: [deviationA ** 2, cross, cross, deviationB ** 2] };
}

function riskOf(
  positions: readonly StressPosition[],
  covariance: CovarianceMatrix,
  confidence: number,
  horizonPeriods = 1,
): ValueAtRisk {
  return parametricVar({ quoteBalanceUsd: 0, positions }, covariance, { confidence, horizonPeriods });
}

describe('parametricVar', () => {
  it('agrees with the two shares of a textbook', () => {
    // J. C. Hull, Options, Futures, and Other Derivatives, 8th edition, section 21.3: 10 and 5 million USD, 2 % and 1 % a day,
    // correlation 0.3: 99 % over 10 days is 1,471,300 and 367,800 alone and 1,620,100 together.
    const covariance = two(0.02, 0.01, 0.3);
    const [a, b] = [held(BTC, 10e6), held(ETH, 5e6)];
    expect(riskOf([a], covariance, 0.99, 10).varUsd / 1_471_300).toBeCloseTo(1, 3);
    expect(riskOf([b], covariance, 0.99, 10).varUsd / 367_800).toBeCloseTo(1, 3);
    expect(riskOf([a, b], covariance, 0.99, 10).varUsd / 1_620_100).toBeCloseTo(1, 3);
  });

  it('agrees with the two currencies of a textbook, part by part', () => {
    // P. Jorion, Value at Risk, 3rd edition, chapter 7: 2 million at 5 %, 1 million at 12 %, uncorrelated, z = 1.65:
    // VaR 257,738; parts 105,630 and 152,108.
    const { varUsd, components } = riskOf([held(BTC, 2e6), held(ETH, 1e6)], two(0.05, 0.12, 0), 0.95);
    const toBook = 1.65 / inverseNormal(0.95);
    expect(varUsd * toBook).toBeCloseTo(257_738, -1);
    expect(components.map((part) => Math.round((part.varUsd * toBook) / 10))).toEqual([10_563, 15_211]);
  });

  it.each([
    // density(z) / (1 - c) for the normal distribution: 2.6652 at 99 %, 2.0627 at 95 %, 2.3378 at 97.5 % (BCBS "FRTB" tables).
    [0.95, 1.6448536, 2.0627128],
    [0.975, 1.959964, 2.3378028],
    [0.99, 2.3263479, 2.6652142],
  ])('at %s a deviation of 1 USD has the known VaR and expected shortfall', (confidence, varUsd, shortfallUsd) => {
    const risk = riskOf([held(BTC, 100)], { marketIds: [BTC], values: [0.01 ** 2] }, confidence);
    expect(risk.varUsd).toBeCloseTo(varUsd, 6);
    expect(risk.expectedShortfallUsd).toBeCloseTo(shortfallUsd, 6);
  });

  it('is nothing for a perfect hedge and without positions', () => {
    const hedge = riskOf([held(BTC, 100), held(ETH, -200)], two(0.02, 0.01, 1), 0.99);
    expect(hedge.varUsd).toBeCloseTo(0, 6);
    expect(riskOf([], two(0.02, 0.01, 0), 0.99)).toEqual({ varUsd: 0, expectedShortfallUsd: 0, components: [] });
    const still = riskOf([held(BTC, 100)], { marketIds: [BTC], values: [0] }, 0.99);
    expect(still).toEqual({
      varUsd: 0,
      expectedShortfallUsd: 0,
      components: [{ marketId: BTC, varUsd: 0, expectedShortfallUsd: 0 }],
    });
  });

  it('takes noise below 0 in the variance of a perfect hedge for 0', () => {
    const values = [0.01, 0.01 * (1 + 1e-12), 0.01 * (1 + 1e-12), 0.01];
    expect(riskOf([held(BTC, 100), held(ETH, -100)], { marketIds: [BTC, ETH], values }, 0.99).varUsd).toBe(0);
  });

  const cases = fc.record({
    seed: fc.integer({ min: 1, max: 2 ** 31 }),
    confidence: fc.double({ min: 0.5, max: 0.999, noNaN: true }),
    notionals: fc.array(fc.double({ min: -1e5, max: 1e5, noNaN: true }), { minLength: 1, maxLength: 6 }),
    split: fc.integer({ min: 0, max: 6 }),
  });

  function drawn(seed: number, notionals: readonly number[]): [StressPosition[], CovarianceMatrix] {
    const random = randomNumbers(seed);
    const common = Array.from({ length: 40 }, () => random() - 0.5);
    const markets = notionals.map((_, index) => marketId(`M${index}-USD`));
    const returns = new Map(markets.map((id) => [id, common.map((move) => 0.03 * move + 0.02 * (random() - 0.5))]));
    return [notionals.map((usd, index) => held(marketId(`M${index}-USD`), usd)), covarianceOf(returns)];
  }

  it('has parts that add up to the whole', () => {
    fc.assert(
      fc.property(cases, ({ seed, confidence, notionals }) => {
        const risk = riskOf(...drawn(seed, notionals), confidence);
        const sum = (pick: (part: ValueAtRisk['components'][number]) => number): number =>
          risk.components.reduce((total, part) => total + pick(part), 0);
        expect(sum(({ varUsd }) => varUsd)).toBeCloseTo(risk.varUsd, 6);
        expect(sum(({ expectedShortfallUsd }) => expectedShortfallUsd)).toBeCloseTo(risk.expectedShortfallUsd, 6);
        expect(risk.expectedShortfallUsd).toBeGreaterThanOrEqual(risk.varUsd);
      }),
    );
  });

  it('is subadditive: two books together never risk more than apart', () => {
    fc.assert(
      fc.property(cases, ({ seed, confidence, notionals, split }) => {
        const [positions, covariance] = drawn(seed, notionals);
        const apart = [positions.slice(0, split), positions.slice(split)].map(
          (part) => riskOf(part, covariance, confidence).varUsd,
        );
        const together = riskOf(positions, covariance, confidence).varUsd;
        expect(together).toBeLessThanOrEqual((apart[0] ?? NaN) + (apart[1] ?? NaN) + 1e-6);
      }),
    );
  });

  it('has parts that tell what a little more of a position adds', () => {
    const covariance = two(0.02, 0.03, 0.4);
    const at = (usd: number): ValueAtRisk => riskOf([held(BTC, usd), held(ETH, -500)], covariance, 0.99);
    const slope = (at(1_000.01).varUsd - at(999.99).varUsd) / 0.02;
    expect(at(1_000).components[0]?.varUsd).toBeCloseTo(1_000 * slope, 3);
  });

  it.each([
    ['an unknown market', { marketIds: [ETH], values: [1] }, `covariances of ${BTC} are missing`],
    ['a matrix of another size', { marketIds: [BTC], values: [1, 2] }, 'covariance.values must have 1 numbers, were 2'],
    ['a covariance of NaN', { marketIds: [BTC], values: [NaN] }, 'the covariances must give a variance >= 0, was NaN'],
    ['a variance below 0', { marketIds: [BTC], values: [-1] }, 'the covariances must give a variance >= 0, was -10000'],
  ])('refuses %s', (_name, covariance, message) => {
    expect(() => riskOf([held(BTC, 100)], covariance, 0.99)).toThrow(new RangeError(message));
  });
});
