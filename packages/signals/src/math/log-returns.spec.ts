import fc from 'fast-check';
import { LogReturns } from './log-returns';

const returnsOf = (prices: readonly number[]): number[] => {
  const returns = new LogReturns();
  return prices.map((price) => returns.next(price));
};

describe('LogReturns', () => {
  it('is the logarithm of the ratio, 0 for the first price and for one that stays', () => {
    expect(returnsOf([100, 100 * Math.E, 100 * Math.E, 100])).toEqual([0, 1, 0, -1]);
  });

  it('adds up to the return over the whole way', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 1e-6, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 30 }),
        (prices) => {
          const total = returnsOf(prices).reduce((sum, value) => sum + value, 0);
          expect(total).toBeCloseTo(Math.log(prices.at(-1)! / prices[0]!), 9);
        },
      ),
    );
  });
});
