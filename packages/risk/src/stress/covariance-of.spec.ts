import { BTC, ETH } from '@perpstream/testing';
import { covarianceOf } from './covariance-of';

describe('covarianceOf', () => {
  it('is the sample covariance, symmetric, in the order of the markets', () => {
    // By hand, around the means 2 and 4: squares 2 and 8, products 4, over 3 - 1 periods.
    const { marketIds, values } = covarianceOf(
      new Map([
        [BTC, [1, 2, 3]],
        [ETH, [2, 4, 6]],
      ]),
    );
    expect(marketIds).toEqual([BTC, ETH]);
    expect(Array.from(values)).toEqual([1, 2, 2, 4]);
  });

  it('is below 0 for markets that go opposite ways, and 0 with one that stands still', () => {
    const opposite = covarianceOf(new Map([[BTC, [1, -1]], [ETH, [-2, 2]]])); // prettier-ignore
    expect(Array.from(opposite.values)).toEqual([2, -4, -4, 8]);
    const still = covarianceOf(new Map([[BTC, [1, -1]], [ETH, [5, 5]]])); // prettier-ignore
    expect(Array.from(still.values)).toEqual([2, 0, 0, 0]);
  });

  it.each([
    ['one period', [1], 'returns must have at least 2 periods, were 1'],
    ['a hole', [1, NaN, 2], `returns of ${BTC} must be finite, [1] was NaN`],
    ['an infinite return', [Infinity, 1], `returns of ${BTC} must be finite, [0] was Infinity`],
  ])('refuses %s', (_name, returns, message) => {
    expect(() => covarianceOf(new Map([[BTC, returns]]))).toThrow(new RangeError(message));
  });
});
