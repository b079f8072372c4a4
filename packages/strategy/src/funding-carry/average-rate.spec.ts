import { array, assert, double, integer, property, tuple } from 'fast-check';
import { AverageRate } from './average-rate';

const HOUR_MS = 3_600_000;

function averageOf(halfLifeMs: number, statements: readonly (readonly [nowMs: number, rate: number])[]): AverageRate {
  const rate = new AverageRate(halfLifeMs);
  for (const [nowMs, value] of statements) rate.add(value, nowMs);
  return rate;
}

describe('AverageRate', () => {
  it('is nothing before the second statement', () => {
    const rate = averageOf(HOUR_MS, [[0, 0.001]]);
    expect([rate.average, rate.latest, rate.coveredMs]).toEqual([NaN, 0.001, 0]);
    expect(new AverageRate(HOUR_MS).latest).toBeNaN();
  });

  it('weighs time: an hour of 3, then an hour of 0, with a half life of an hour', () => {
    const rate = averageOf(HOUR_MS, [[0, 3], [HOUR_MS, 0], [2 * HOUR_MS, 0]]); // prettier-ignore
    // 3 weighs 1/4, 0 weighs 1/2.
    expect(rate.average).toBeCloseTo(1, 12);
    expect(rate.coveredMs).toBe(2 * HOUR_MS);
  });

  it('does not depend on how often the same rate is stated', () => {
    const often = Array.from({ length: 61 }, (_, minute) => [minute * 60_000, minute < 30 ? 2 : 5] as const);
    const seldom = [[0, 2], [30 * 60_000, 5], [HOUR_MS, 5]] as const; // prettier-ignore
    expect(averageOf(HOUR_MS, often).average).toBeCloseTo(averageOf(HOUR_MS, seldom).average, 12);
  });

  it('does not let a rate hold for longer than an hour', () => {
    const rate = averageOf(HOUR_MS, [[0, 4], [HOUR_MS, 1], [11 * HOUR_MS, 1]]); // prettier-ignore
    expect(rate.coveredMs).toBe(2 * HOUR_MS);
    // 1 held for the first of ten hours: 4 and 1 weigh 1/4 and 1/2, both faded since.
    expect(rate.average).toBeCloseTo((4 * 0.25 + 1 * 0.5) / 0.75, 12);
  });

  it('takes the last of statements at one time, and none back in time', () => {
    const rate = averageOf(HOUR_MS, [[0, 9], [0, 2], [HOUR_MS, 7]]); // prettier-ignore
    expect(rate.average).toBeCloseTo(2, 12);
    expect(rate.coveredMs).toBe(HOUR_MS);
  });

  it('agrees with the sum over all that was stated', () => {
    const step = tuple(integer({ min: 0, max: 3 * HOUR_MS }), double({ min: -1, max: 1, noNaN: true }));
    assert(
      property(array(step, { minLength: 2, maxLength: 30 }), (steps) => {
        let nowMs = 0;
        const statements = steps.map(([afterMs, rate]) => [(nowMs += afterMs), rate] as const);
        const decay = (ms: number) => 0.5 ** ((nowMs - ms) / HOUR_MS);
        let [sum, weight] = [0, 0];
        statements.slice(0, -1).forEach(([fromMs, rate], i) => {
          const toMs = Math.min(statements[i + 1]![0], fromMs + HOUR_MS);
          sum += rate * (decay(toMs) - decay(fromMs));
          weight += decay(toMs) - decay(fromMs);
        });
        const { average } = averageOf(HOUR_MS, statements);
        if (weight > 1e-9) expect(average).toBeCloseTo(sum / weight, 6);
      }),
    );
  });
});
