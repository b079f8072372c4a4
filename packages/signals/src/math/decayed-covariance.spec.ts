import fc from 'fast-check';
import { DecayedCovariance } from './decayed-covariance';

type Pair = readonly [x: number, y: number, stepMs: number];
const number = fc.double({ min: -5, max: 5, noNaN: true }).map((x) => Math.round(x * 1e4) / 1e4);
const pairs = fc.array(fc.tuple(number, number, fc.integer({ min: 0, max: 300 })), { minLength: 2, maxLength: 30 });

function fed(given: readonly Pair[], halfLifeMs = 200): DecayedCovariance {
  const covariance = new DecayedCovariance(halfLifeMs);
  given.forEach(([x, y, stepMs]) => covariance.update(x, y, stepMs));
  return covariance;
}

/** The definition: each pair weighs 2^(-age / half life). */
function naive(given: readonly Pair[], halfLifeMs = 200): Record<'covariance' | 'varianceX' | 'varianceY', number> {
  const ages = given.map((_, index) => given.slice(index + 1).reduce((age, [, , stepMs]) => age + stepMs, 0));
  const weights = ages.map((ageMs) => 2 ** (-ageMs / halfLifeMs));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const meanOf = (values: readonly number[]): number =>
    values.reduce((sum, value, index) => sum + value * weights[index]!, 0) / total;
  const [meanX, meanY] = [meanOf(given.map(([x]) => x)), meanOf(given.map(([, y]) => y))];
  return {
    covariance: meanOf(given.map(([x, y]) => (x - meanX) * (y - meanY))),
    varianceX: meanOf(given.map(([x]) => (x - meanX) ** 2)),
    varianceY: meanOf(given.map(([, y]) => (y - meanY) ** 2)),
  };
}

describe('DecayedCovariance', () => {
  it('equals the weighted sums that define it', () => {
    fc.assert(
      fc.property(pairs, (given) => {
        const covariance = fed(given);
        const expected = naive(given);
        expect(covariance.covariance).toBeCloseTo(expected.covariance, 9);
        expect(covariance.varianceX).toBeCloseTo(expected.varianceX, 9);
        expect(covariance.varianceY).toBeCloseTo(expected.varianceY, 9);
        if (!(expected.varianceX > 1e-6 && expected.varianceY > 1e-6)) return;
        expect(covariance.beta).toBeCloseTo(expected.covariance / expected.varianceX, 6);
        expect(covariance.value).toBeCloseTo(
          expected.covariance / Math.sqrt(expected.varianceX * expected.varianceY),
          6,
        );
      }),
    );
  });

  it('has correlation 1 and the slope as beta when y is a line of x', () => {
    const covariance = fed([1, 5, 2, 8].map((x) => [x, 3 * x - 7, 50]));
    expect(covariance.value).toBeCloseTo(1, 12);
    expect(covariance.beta).toBeCloseTo(3, 12);
  });

  it('counts pairs of one instant alike, and forgets half of each in every half life', () => {
    expect(fed([[1, 2, 0], [3, 1, 0]]).weight).toBe(2); // prettier-ignore
    expect(fed([[1, 2, 0], [3, 1, 200]]).weight).toBe(1.5); // prettier-ignore
  });

  it('has no figures before the first pair, and no correlation of what does not vary', () => {
    const covariance = new DecayedCovariance(100);
    expect([covariance.value, covariance.beta, covariance.covariance]).toEqual([undefined, undefined, undefined]);
    expect([covariance.varianceX, covariance.varianceY]).toEqual([undefined, undefined]);
    covariance.update(1, 5, 0);
    covariance.update(2, 5, 10);
    expect([covariance.value, covariance.beta]).toEqual([undefined, 0]);
  });

  it('does not mind a level far above the moves, after any number of updates', () => {
    const covariance = new DecayedCovariance(1_000);
    for (let index = 0; index < 100_000; index += 1) {
      covariance.update(60_000 + 1e-3 * Math.sin(index), 3_000 + 1e-3 * Math.sin(index), 10);
    }
    expect(covariance.value).toBeCloseTo(1, 6);
    expect(covariance.beta).toBeCloseTo(1, 6);
  });

  it.each([
    [NaN, 1],
    [1, Infinity],
  ])('refuses %d, %d and is as before', (x, y) => {
    // prettier-ignore
    const covariance = fed([[1, 2, 0], [3, 1, 10]]); // prettier-ignore
    const before = covariance.covariance;
    expect(() => covariance.update(x, y, 10)).toThrow(RangeError);
    expect(covariance.covariance).toBe(before);
  });
});
