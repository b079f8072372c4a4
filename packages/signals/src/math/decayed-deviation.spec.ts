import fc from 'fast-check';
import { DecayedDeviation } from './decayed-deviation';

type Held = readonly [value: number, forMs: number];

/** By definition: every millisecond that a value was in force weighs by its age, measured at the end. */
function naive(held: readonly Held[], halfLifeMs: number): { mean: number; deviation: number } {
  let agoMs = 0;
  const weighted = [...held].reverse().map(([value, forMs]) => {
    const weight = 2 ** (-agoMs / halfLifeMs) - 2 ** (-(agoMs + forMs) / halfLifeMs);
    agoMs += forMs;
    return { value, weight };
  });
  const total = weighted.reduce((sum, { weight }) => sum + weight, 0);
  const mean = weighted.reduce((sum, { value, weight }) => sum + value * weight, 0) / total;
  const variance = weighted.reduce((sum, { value, weight }) => sum + (value - mean) ** 2 * weight, 0) / total;
  return { mean, deviation: Math.sqrt(variance) };
}

function streamed(held: readonly Held[], halfLifeMs: number): DecayedDeviation {
  const norm = new DecayedDeviation(halfLifeMs);
  let stepMs = 0;
  for (const [value, forMs] of held) {
    norm.update(value, stepMs);
    stepMs = forMs;
  }
  norm.update(0, stepMs);
  return norm;
}

const heldValues = fc.array(
  fc.tuple(fc.double({ min: -1_000, max: 1_000, noNaN: true }), fc.integer({ min: 1, max: 5_000 })),
  { minLength: 1, maxLength: 40 },
);

describe('DecayedDeviation', () => {
  it.each<[string, readonly Held[], number, number]>([
    ['one value', [[7, 500]], 7, 0],
    ['two values of equal weight', [[0, 1_000_000], [10, 1_000]], 5, 5], // prettier-ignore
    ['a value three quarters of the weight', [[0, 1_000_000], [4, 2_000]], 3, Math.sqrt(3)], // prettier-ignore
  ])('is right for %s', (_, held, mean, deviation) => {
    const norm = streamed(held, 1_000);
    expect(norm.mean).toBeCloseTo(mean, 9);
    expect(norm.deviation).toBeCloseTo(deviation, 9);
  });

  it('is what its definition says over any history', () => {
    fc.assert(
      fc.property(heldValues, fc.integer({ min: 200, max: 20_000 }), (held, halfLifeMs) => {
        const norm = streamed(held, halfLifeMs);
        const expected = naive(held, halfLifeMs);
        expect(norm.mean).toBeCloseTo(expected.mean, 6);
        expect(norm.deviation).toBeCloseTo(expected.deviation, 6);
      }),
    );
  });

  it('does not mind how often a value is repeated', () => {
    const [once, often] = [streamed([[3, 600], [9, 400]], 500), streamed([[3, 100], [3, 500], [9, 1], [9, 399]], 500)]; // prettier-ignore
    expect(often.mean).toBeCloseTo(once.mean, 12);
    expect(often.deviation).toBeCloseTo(once.deviation, 12);
  });

  it('keeps its digits far from 0', () => {
    const held: Held[] = Array.from({ length: 2_000 }, (_, index) => [1e9 + (index % 2), 100]);
    expect(streamed(held, 5_000).deviation).toBeCloseTo(0.5, 3);
  });

  it('has the value in force as its mean while no time has passed', () => {
    const norm = new DecayedDeviation(1_000);
    norm.update(4, 0);
    norm.update(6, 0);
    expect([norm.mean, norm.deviation]).toEqual([6, 0]);
  });

  it('is a number after a pause without end', () => {
    const norm = streamed([[5, 1e15], [6, 1]], 1_000); // prettier-ignore
    expect(norm.mean).toBeCloseTo(5, 2);
    expect(norm.deviation).toBeGreaterThanOrEqual(0);
  });

  it('refuses what is no number', () => {
    expect(() => new DecayedDeviation(0)).toThrow(RangeError);
    expect(() => new DecayedDeviation(1).update(NaN, 0)).toThrow(RangeError);
  });
});
