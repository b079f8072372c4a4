import { walk } from '../../fixtures/minute-bars';
import { criticalValue, isSignificance, type Significance } from './engle-granger';
import { fitSpread } from './spread-fit';

describe('criticalValue', () => {
  // At 119: what statsmodels 0.14 gives at 5 % and 10 %; at 1 % it has another second-order term than the paper.
  it.each<[number, Significance, number]>([
    [119, 0.05, -3.38795719],
    [119, 0.1, -3.08028241],
    [119, 0.01, -3.99084033 + 11 / 119 ** 2],
    [Infinity, 0.01, -3.89644],
    [Infinity, 0.05, -3.33613],
    [Infinity, 0.1, -3.04445],
  ])('after %d changes at %d is %d', (observations, significance, value) => {
    expect(criticalValue(observations, significance)).toBeCloseTo(value, 7);
  });

  it.each<[Significance, number, number]>([
    [0.01, 0.002, 0.02],
    [0.1, 0.08, 0.125],
  ])('is what independent random walks pass at %d of the time', (significance, least, most) => {
    const passed = Array.from({ length: 2_000 }, (_, index) => {
      const [a, b] = [0, 1].map((side) => Float64Array.from(walk(2 * index + side + 1, 120, 1)));
      const { statistic, observations } = fitSpread(a!, b!, 0)!;
      return statistic <= criticalValue(observations, significance);
    });
    const share = passed.filter(Boolean).length / passed.length;
    expect(share).toBeGreaterThan(least);
    expect(share).toBeLessThan(most);
  });

  it('knows three levels', () => {
    expect([0.01, 0.05, 0.1, 0.02, NaN].map(isSignificance)).toEqual([true, true, true, false, false]);
  });
});
