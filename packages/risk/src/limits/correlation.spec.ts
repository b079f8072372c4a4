import { randomNumbers } from '@perpstream/testing';
import { correlation } from './correlation';
import { PricePath } from './price-path';

/** One price per step from step 0 on. */
function pathOf(prices: readonly number[], returns = 8): PricePath {
  const path = new PricePath(returns);
  prices.forEach((price, step) => path.state(step, price));
  return path;
}

/** Prices whose logarithms move by these returns. */
function moved(...returns: readonly number[]): number[] {
  let log = 0;
  return [1, ...returns.map((by) => Math.exp((log += by)))];
}

const a = [0.01, -0.02, 0.03, 0, 0.01, -0.01, 0.02, -0.03];
const b = [0.02, -0.01, 0.01, 0.01, 0, -0.02, 0.03, -0.01];

/** Pearson's r by its textbook formula. */
function reference(x: readonly number[], y: readonly number[]): number {
  const mean = (of: readonly number[]): number => of.reduce((sum, value) => sum + value, 0) / of.length;
  const [mx, my] = [mean(x), mean(y)];
  const sum = (of: (index: number) => number): number => x.reduce((total, _, index) => total + of(index), 0);
  const covariance = sum((i) => (x[i]! - mx) * (y[i]! - my));
  return covariance / Math.sqrt(sum((i) => (x[i]! - mx) ** 2) * sum((i) => (y[i]! - my) ** 2));
}

describe('correlation', () => {
  it.each<[string, readonly number[], readonly number[], number]>([
    ['the same moves', a, a, 1],
    ['moves in proportion', a, a.map((by) => 3 * by), 1],
    ['opposite moves', a, a.map((by) => -by), -1],
    ['moves around a drift', a, a.map((by) => by + 0.05), 1],
    ['moves that have little to do with each other', a, b, reference(a, b)],
  ])('of %s', (_name, first, second, expected) => {
    expect(correlation(pathOf(moved(...first)), pathOf(moved(...second)), 9)).toBeCloseTo(expected, 9);
  });

  it('looks at closed steps alone, and not further back than the returns reach', () => {
    const pathA = pathOf(moved(0.5, ...a, 0.9));
    const pathB = pathOf(moved(-0.5, ...b, -0.9));
    expect(correlation(pathA, pathB, 10)).toBeCloseTo(reference(a, b), 9);
  });

  it('counts the steps since the last price as still', () => {
    const still = (of: readonly number[]): number[] => [...of.slice(2), 0, 0];
    expect(correlation(pathOf(moved(...a)), pathOf(moved(...b)), 11)).toBeCloseTo(reference(still(a), still(b)), 9);
  });

  it.each([
    ['1 with less than a quarter of the returns', 2, 1],
    ['known with a quarter of them', 3, -1],
    ['known with more', 4, -1],
  ])('is %s', (_name, step, expected) => {
    const against = a.map((by) => -by);
    expect(correlation(pathOf(moved(...a)), pathOf(moved(...against)), step)).toBeCloseTo(expected, 9);
  });

  it('is 1 with less than a quarter of many returns, whatever those few say', () => {
    const against = a.map((by) => -by);
    const at = (step: number): number => correlation(pathOf(moved(...a), 20), pathOf(moved(...against), 20), step);
    expect(at(5)).toBe(1);
    expect(at(6)).toBeCloseTo(-1, 9);
  });

  it('starts with the younger of both', () => {
    const young = new PricePath(8);
    moved(...b.slice(4)).forEach((price, index) => young.state(4 + index, price));
    const expected = reference(a.slice(4), b.slice(4));
    expect(correlation(pathOf(moved(...a)), young, 9)).toBeCloseTo(expected, 9);
    expect(correlation(young, pathOf(moved(...a)), 9)).toBeCloseTo(expected, 9);
    expect(correlation(young, pathOf(moved(...a)), 6)).toBe(1);
  });

  it.each<[string, PricePath, PricePath, number]>([
    ['of a market without a price', pathOf(moved(...a)), new PricePath(8), 9],
    ['of markets without any price', new PricePath(8), new PricePath(8), 9],
    ['of a market that never moved', pathOf(moved(...a)), pathOf(Array<number>(9).fill(5)), 9],
    ['before the first event', pathOf(moved(...a)), pathOf(moved(...b)), -Infinity],
  ])('is 1 %s', (_name, first, second, step) => {
    expect(correlation(first, second, step)).toBe(1);
  });

  it('stays within -1 and 1 and agrees with the textbook', () => {
    const random = randomNumbers(7);
    for (let run = 0; run < 50; run++) {
      const x = Array.from({ length: 40 }, () => random() - 0.5);
      const y = x.map((by) => by * random() + (random() - 0.5) / (1 + run));
      const value = correlation(pathOf(moved(...x), 40), pathOf(moved(...y), 40), 41);
      expect(Math.abs(value)).toBeLessThanOrEqual(1);
      expect(value).toBeCloseTo(reference(x, y), 9);
    }
  });
});
