import { marketId, type MarketId } from '@perpstream/core';
import { array, assert, constantFrom, double, property, record } from 'fast-check';
import { leg } from '../../fixtures/sized-ideas';
import { legsCorrelation, legsCovariance1h, legsVolatility1h } from './idea-risk';

/** Volatilities 1 %, 2 % and 0; A and B are correlated by 0.5. Of D nothing is known. */
const volatilities: Readonly<Record<string, number>> = { A: 0.01, B: 0.02, C: 0 };
function covariance(a: MarketId, b: MarketId): number | undefined {
  const [x, y] = [volatilities[a], volatilities[b]];
  return x === undefined || y === undefined ? undefined : x * y * (a === b ? 1 : 0.5);
}

describe('legsCovariance1h', () => {
  it('is bilinear in the weights', () => {
    expect(legsCovariance1h([leg('A', 2)], [leg('A'), leg('B', -1)], covariance)).toBeCloseTo(2e-4 - 2e-4, 15);
  });

  it('is not known when a part of it is not', () => {
    expect(legsCovariance1h([leg('A'), leg('D')], [leg('A')], covariance)).toBeUndefined();
  });
});

describe('legsVolatility1h', () => {
  it.each([
    ['of one leg is that of the market', [leg('A')], 0.01],
    ['does not mind the sign', [leg('A', -1)], 0.01],
    ['is per USD gross', [leg('B', 3)], 0.02],
    // sqrt(1e-4 + 4e-4 - 2 x 0.5 x 2e-4) / 2
    ['of a hedge is smaller', [leg('A'), leg('B', -1)], Math.sqrt(3e-4) / 2],
  ])('%s', (_name, legs, expected) => {
    expect(legsVolatility1h(legs, covariance)).toBeCloseTo(expected, 12);
  });

  it.each([
    ['unknown', [leg('D')]],
    ['at rest', [leg('C')]],
    ['hedged away', [leg('A'), leg('A', -1)]],
  ])('is undefined for what is %s', (_name, legs) => {
    expect(legsVolatility1h(legs, covariance)).toBeUndefined();
  });
});

describe('legsCorrelation', () => {
  it.each([
    ['of two markets', [leg('A')], [leg('B')], 0.5],
    ['of opposite directions', [leg('A')], [leg('B', -1)], -0.5],
    ['of the same', [leg('A'), leg('B', -1)], [leg('A', 3), leg('B', -3)], 1],
  ])('is that %s', (_name, a, b, expected) => {
    expect(legsCorrelation(a, b, covariance)).toBeCloseTo(expected, 12);
  });

  it.each([
    ['unknown', [leg('D')]],
    ['at rest', [leg('C')]],
  ])('is undefined with what is %s', (_name, legs) => {
    expect(legsCorrelation([leg('A')], legs, covariance)).toBeUndefined();
  });

  it('stays in [-1, 1] and does not depend on sizes or order', () => {
    const weight = double({ min: 0.1, max: 5, noNaN: true });
    const legs = array(record({ marketId: constantFrom(...['A', 'B'].map(marketId)), weight }), { minLength: 1 });
    assert(
      property(legs, legs, weight, (a, b, factor) => {
        const correlation = legsCorrelation(a, b, covariance)!;
        expect(Math.abs(correlation)).toBeLessThanOrEqual(1);
        const larger = a.map((one) => ({ ...one, weight: one.weight * factor }));
        expect(legsCorrelation(b, larger, covariance)).toBeCloseTo(correlation, 9);
      }),
    );
  });
});
