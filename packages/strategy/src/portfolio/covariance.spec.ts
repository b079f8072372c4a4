import { array, assert, double, integer, property, tuple } from 'fast-check';
import { momentsOf } from './covariance';
import { ReturnHistory } from './return-history';

const anyReturn = double({ min: -0.1, max: 0.1, noNaN: true });

/** A history of these returns; those that are undefined are missing, as after an interruption. */
function historyOf(returns: readonly (number | undefined)[]): ReturnHistory {
  const history = new ReturnHistory(64, 1);
  returns.forEach((value, index) => {
    if (value === undefined) return;
    // Each bar by itself: from its start to its end, with a hole before the next one.
    history.add(100, 10 * index);
    history.add(100 * Math.exp(value), 10 * index + 1);
  });
  return history;
}

/** The same by the definition, over the whole history. */
function naive(a: readonly number[], b: readonly number[], halfLife: number): number {
  const weights = a.map((_, index) => 0.5 ** ((a.length - 1 - index) / halfLife));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return a.reduce((sum, value, index) => sum + (weights[index]! * value * b[index]!) / total, 0);
}

describe('momentsOf', () => {
  it('is the weighted mean of the products of returns', () => {
    const pairs = array(tuple(anyReturn, anyReturn), { minLength: 1, maxLength: 60 });
    assert(
      property(pairs, double({ min: 0.5, max: 50, noNaN: true }), (list, halfLife) => {
        const [a, b] = [list.map(([x]) => x), list.map(([, y]) => y)];
        const { covariance, variances, count } = momentsOf(historyOf(a), historyOf(b), halfLife);
        expect(covariance).toBeCloseTo(naive(a, b, halfLife), 12);
        expect(variances[0]).toBeCloseTo(naive(a, a, halfLife), 12);
        expect(variances[1]).toBeCloseTo(naive(b, b, halfLife), 12);
        expect(count).toBe(list.length);
      }),
    );
  });

  it('weighs a return half after its half-life', () => {
    // Newest 0.01, one half-life older 0.02: (1 x 0.01^2 + 0.5 x 0.02^2) / 1.5
    const history = historyOf([0.02, 0, 0.01]);
    const { variances } = momentsOf(history, history, 2);
    const weights = 1 + Math.SQRT1_2 + 0.5;
    expect(variances[0]).toBeCloseTo((0.01 ** 2 + 0.5 * 0.02 ** 2) / weights, 12);
  });

  it('compares the bars that both have, and no others', () => {
    const a = historyOf([0.01, 0.02, 0.03, 0.04]);
    const b = historyOf([0.01, undefined, 0.03]);
    const { count, covariance } = momentsOf(a, b, 1e9);
    expect(count).toBe(2);
    expect(covariance).toBeCloseTo((0.01 ** 2 + 0.03 ** 2) / 2, 9);
  });

  it('keeps the inequality of Cauchy and Schwarz whatever is missing', () => {
    const gappy = array(tuple(anyReturn, integer({ min: 0, max: 3 })), { maxLength: 40 }).map((list) =>
      list.map(([value, chance]) => (chance === 0 ? undefined : value)),
    );
    assert(
      property(gappy, gappy, (a, b) => {
        const { covariance, variances, count } = momentsOf(historyOf(a), historyOf(b), 10);
        const bound = Math.sqrt(variances[0] * variances[1]);
        expect(count === 0 || Math.abs(covariance) <= bound * (1 + 1e-9)).toBe(true);
      }),
    );
  });

  it('knows nothing of histories without a common bar', () => {
    expect(momentsOf(historyOf([]), historyOf([0.01]), 10).count).toBe(0);
  });
});
