import * as fc from 'fast-check';
import { PricePath } from './price-path';

function pathOf(returns: number, ...prices: (readonly [step: number, priceUsd: number])[]): PricePath {
  const path = new PricePath(returns);
  for (const [step, priceUsd] of prices) path.state(step, priceUsd);
  return path;
}

function priceAt(path: PricePath, step: number): number {
  return Math.round(Math.exp(path.logAt(step)) * 1e9) / 1e9;
}

describe('PricePath', () => {
  it('knows nothing before the first price', () => {
    const path = new PricePath(4);
    expect(path.firstStep).toBe(Infinity);
    expect(path.logAt(7)).toBeNaN();
  });

  it('keeps the last price of each step', () => {
    const path = pathOf(4, [10, 1], [10, 2], [11, 3], [11, 4], [12, 5]);
    expect(path.firstStep).toBe(10);
    expect([10, 11, 12].map((step) => priceAt(path, step))).toEqual([2, 4, 5]);
  });

  it('lets a price stand until the next', () => {
    const path = pathOf(4, [10, 2], [13, 7]);
    expect([10, 11, 12, 13, 14, 99].map((step) => priceAt(path, step))).toEqual([2, 2, 2, 7, 7, 7]);
  });

  it('keeps as many steps as its returns need, and goes on over a longer silence', () => {
    const path = pathOf(3, [0, 1], [1, 2], [2, 3], [3, 4], [4, 5]);
    expect([0, 1, 2, 3, 4].map((step) => priceAt(path, step))).toEqual([1, 2, 3, 4, 5]);
    path.state(1_000_000_000, 9);
    expect([999_999_996, 999_999_999, 1_000_000_000].map((step) => priceAt(path, step))).toEqual([5, 5, 9]);
  });

  it('takes a late price as the present one and does not go back', () => {
    const path = pathOf(4, [10, 1], [12, 2], [11, 3], [13, 4]);
    expect([10, 11, 12, 13].map((step) => priceAt(path, step))).toEqual([1, 1, 3, 4]);
    expect(path.firstStep).toBe(10);
  });

  it('agrees with a list of all closes', () => {
    const moves = fc.array(fc.tuple(fc.integer({ min: 0, max: 4 }), fc.integer({ min: 1, max: 100 })), {
      minLength: 1,
    });
    fc.assert(
      fc.property(moves, (given) => {
        const path = new PricePath(5);
        const closes: number[] = [];
        let step = 0;
        for (const [wait, price] of given) {
          for (let at = 0; at < wait; at++) closes.push(closes.at(-1) ?? price);
          step += wait;
          closes[step] = price;
          path.state(step, price);
        }
        for (let at = Math.max(path.firstStep, step - 5); at <= step; at++) expect(priceAt(path, at)).toBe(closes[at]);
      }),
    );
  });
});
