import fc from 'fast-check';
import { DecayedMean } from './decayed-mean';

type Observation = readonly [value: number, stepMs: number];

function meanOf(observations: readonly Observation[], halfLifeMs: number): number {
  const mean = new DecayedMean(halfLifeMs);
  observations.forEach(([value, stepMs], index) => mean.update(value, index === 0 ? 0 : stepMs));
  return mean.value;
}

/** The definition, integrated millisecond by millisecond: each ms weighs 2^(-age / half life). */
function integratedMean(observations: readonly Observation[], halfLifeMs: number): number {
  const inForce = observations
    .slice(1)
    .flatMap(([, stepMs], index) => Array<number>(stepMs).fill(observations[index]![0]));
  const weights = inForce.map((_, index) => 2 ** (-(inForce.length - index - 0.5) / halfLifeMs));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return inForce.reduce((sum, value, index) => sum + value * weights[index]!, 0) / total;
}

const observations = fc.array(
  fc.tuple(fc.double({ min: -50, max: 50, noNaN: true }), fc.integer({ min: 1, max: 400 })),
  {
    minLength: 2,
    maxLength: 15,
  },
);

describe('DecayedMean', () => {
  it('is the first value while no time has passed', () => {
    expect(meanOf([[7, 0]], 1_000)).toBe(7);
    expect(meanOf([[7, 0], [9, 0]], 1_000)).toBe(9); // prettier-ignore
  });

  it('is the first value for as long as it alone was in force', () => {
    expect(meanOf([[7, 0], [100, 30]], 1_000)).toBe(7); // prettier-ignore
  });

  it('weighs two values by the time they were in force', () => {
    // 4 for one half life, then 10 for one: weights 1/4 and 1/2.
    expect(meanOf([[4, 0], [10, 500], [0, 500]], 500)).toBeCloseTo((4 * 0.25 + 10 * 0.5) / 0.75, 12); // prettier-ignore
  });

  it('does not count a flicker that stood for no time', () => {
    expect(meanOf([[4, 0], [1e6, 500], [4, 0], [4, 500]], 500)).toBe(4); // prettier-ignore
  });

  it('equals the integral that defines it', () => {
    fc.assert(
      fc.property(observations, fc.integer({ min: 50, max: 2_000 }), (seen, halfLifeMs) => {
        expect(meanOf(seen, halfLifeMs)).toBeCloseTo(integratedMean(seen, halfLifeMs), 3);
      }),
    );
  });

  it('does not depend on how often a value is repeated', () => {
    fc.assert(
      fc.property(observations, (seen) => {
        const repeated = seen.flatMap(([value, stepMs], index): Observation[] => {
          const before = seen[index - 1];
          return before === undefined ? [[value, 0]] : [[before[0], stepMs / 2], [value, stepMs / 2]]; // prettier-ignore
        });
        expect(meanOf(repeated, 300)).toBeCloseTo(meanOf(seen, 300), 9);
      }),
    );
  });

  it('stays between the smallest and the largest value', () => {
    fc.assert(
      fc.property(observations, (seen) => {
        const values = seen.map(([value]) => value);
        const mean = meanOf(seen, 100);
        expect(mean).toBeGreaterThanOrEqual(Math.min(...values) - 1e-9);
        expect(mean).toBeLessThanOrEqual(Math.max(...values) + 1e-9);
      }),
    );
  });
});
