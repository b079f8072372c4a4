import { randomNumbers } from '@perpstream/testing';
import { MeanDistance } from './mean-distance';

const normal = (random: () => number): number => Math.sqrt(-2 * Math.log(random())) * Math.cos(2 * Math.PI * random());

/** Values from the first on, one every `stepMs`, as changes into a distance. */
function distanceOf(values: readonly number[], stepMs: number, meanHalfLifeMs = 1_000, normHalfLifeMs = 10_000) {
  const distance = new MeanDistance(meanHalfLifeMs, normHalfLifeMs);
  values.forEach((value, index) => distance.add(index === 0 ? 0 : value - values[index - 1]!, stepMs));
  return distance;
}

/** A process that gives up `reversion` of its value at each step. 0 is a random walk, below 0 it runs away. */
function process(reversion: number, steps: number, seed = 7): number[] {
  const random = randomNumbers(seed);
  let value = 0;
  return Array.from({ length: steps }, () => (value = value * (1 - reversion) + normal(random)));
}

/** Both figures from the whole history: an average over time, and steps of the same sizes in random directions. */
function byDefinition(values: readonly number[], stepMs: number): { deviations: number; varianceRatio: number } {
  const kept = 0.5 ** (stepMs / 1_000);
  const keptNorm = 0.5 ** (stepMs / 10_000);
  const at = values.map((value, now) => {
    const changes = values.slice(1, now + 1).map((next, index) => next - values[index]!);
    const ages = changes.map((_, index) => changes.length - 1 - index);
    const average = values.slice(0, now).reduce((sum, past) => kept * sum + (1 - kept) * past, values[0]!);
    const byChance = changes.reduce((sum, change, index) => sum + (kept ** ages[index]! * change) ** 2, 0);
    return { distance: value - average, byChance };
  });
  const inForce = at.slice(0, -1);
  const weighted = (of: (one: (typeof at)[number]) => number): number =>
    inForce.reduce((sum, one, index) => sum + of(one) * keptNorm ** (inForce.length - 1 - index), 0);
  const weights = weighted(() => 1) + keptNorm ** inForce.length;
  const byChance = weighted((one) => one.byChance);
  return {
    deviations: at.at(-1)!.distance / Math.sqrt(byChance / weights),
    varianceRatio: weighted((one) => one.distance ** 2) / byChance,
  };
}

describe('MeanDistance', () => {
  it('is by its definition over the whole history', () => {
    const values = process(0.02, 60);
    const { deviations, varianceRatio } = distanceOf(values, 250);
    const expected = byDefinition(values, 250);
    expect(deviations).toBeCloseTo(expected.deviations, 9);
    expect(varianceRatio).toBeCloseTo(expected.varianceRatio, 9);
  });

  it('is 0 deviations with ratio 1 while nothing has moved', () => {
    const { deviations, varianceRatio } = distanceOf([5, 5, 5], 250);
    expect([deviations, varianceRatio]).toEqual([0, 1]);
  });

  it('has ratio 1 over a random walk, whatever the time between its steps', () => {
    for (const stepMs of [100, 500, 2_000]) {
      const { varianceRatio } = distanceOf(process(0, 400_000), stepMs, 10_000, 1e8);
      expect(varianceRatio).toBeGreaterThan(0.93);
      expect(varianceRatio).toBeLessThan(1.07);
    }
  });

  it('has ratio h / (h + m) for a value that reverts with half life h, m being that of the average', () => {
    // 1 - 2^(-10/h) at steps of 10 ms.
    for (const halfLifeMs of [500, 1_000, 4_000]) {
      const { varianceRatio } = distanceOf(process(1 - 0.5 ** (10 / halfLifeMs), 400_000), 10, 1_000, 1e8);
      expect(varianceRatio).toBeCloseTo(halfLifeMs / (halfLifeMs + 1_000), 1);
    }
  });

  it('has a ratio above 1 when moves go on', () => {
    const random = randomNumbers(3);
    let change = 0;
    let value = 0;
    const persistent = Array.from({ length: 20_000 }, () => (value += change = 0.8 * change + normal(random)));
    expect(distanceOf(persistent, 100, 1_000, 1e7).varianceRatio).toBeGreaterThan(2);
  });

  it('is never NaN when nothing moves for ages', () => {
    const distance = distanceOf(process(0, 100), 100);
    [1e4, 1e6, 1e7, 1e9].forEach((stepMs) => distance.add(0, stepMs));
    expect(distance.deviations).toBeCloseTo(0, 9);
    expect(distance.varianceRatio).not.toBeNaN();
  });
});
