import { SeededRandom } from './seeded-random';

function take<T>(count: number, draw: () => T): T[] {
  return Array.from({ length: count }, draw);
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

describe('SeededRandom', () => {
  it('repeats itself for the same seed and differs for another', () => {
    const [one, same, other] = [1, 1, 2].map((seed) => {
      const random = new SeededRandom(seed);
      return take(20, () => random.integer());
    });
    expect(one).toEqual(same);
    expect(one).not.toEqual(other);
  });

  it('is uniform in [0, 1)', () => {
    const random = new SeededRandom(5);
    const values = take(20_000, () => random.uniform());
    expect(Math.min(...values)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...values)).toBeLessThan(1);
    // The standard error of the mean is 0.002.
    expect(Math.abs(mean(values) - 0.5)).toBeLessThan(0.01);
  });

  it('is normal with mean 0 and variance 1', () => {
    const random = new SeededRandom(6);
    const values = take(20_000, () => random.normal());
    expect(Math.abs(mean(values))).toBeLessThan(0.035);
    expect(Math.abs(mean(values.map((value) => value ** 2)) - 1)).toBeLessThan(0.05);
  });

  it('makes UUIDs in the layout of version 4', () => {
    const random = new SeededRandom(7);
    const ids = take(200, () => random.uuid());
    expect(new Set(ids).size).toBe(200);
    for (const id of ids) expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  });

  it('takes any finite seed', () => {
    for (const seed of [0, -1, 1.5, 1_790_000_000_000]) expect(new SeededRandom(seed).uniform()).toBeLessThan(1);
  });
});
