import { randomNumbers } from '@perpstream/testing';
import fc from 'fast-check';
import { DecayedQuantile } from './decayed-quantile';
import { DecayedRank } from './decayed-rank';

type Observation = readonly [value: number, stepMs: number];

/** The definition: the share of the fading time before now in which the value was smaller, equal ones half. */
function naiveRank(seen: readonly Observation[], value: number, halfLifeMs: number): number {
  let [ageMs, below, total] = [0, 0, 0];
  for (let index = seen.length - 1; index > 0; index -= 1) {
    const [stepMs, inForce] = [seen[index]![1], seen[index - 1]![0]];
    const weight = 2 ** (-ageMs / halfLifeMs) - 2 ** (-(ageMs + stepMs) / halfLifeMs);
    total += weight;
    below += weight * (inForce < value ? 1 : inForce === value ? 0.5 : 0);
    ageMs += stepMs;
  }
  return (100 * below) / total;
}

/** Noise whose scale and level change now and then, as they do in markets. */
function regimes(seed: number, count: number): Observation[] {
  const random = randomNumbers(seed);
  let [scale, level] = [1, 0];
  return Array.from({ length: count }, (_, index) => {
    if (random() < 1 / 1_000) [scale, level] = [10 ** (3 * random()), 20 * random()];
    const noise = Math.log(random() / random());
    return [level + scale * noise, index === 0 ? 0 : 1 + Math.floor(20 * random())];
  });
}

const observations = fc.array(
  fc.tuple(fc.integer({ min: -12, max: 12 }), fc.integer({ min: 1, max: 300 })),
  { minLength: 2, maxLength: 60 }, // prettier-ignore
);

describe('DecayedRank', () => {
  it('equals its definition while there are no more than 32 different values', () => {
    fc.assert(
      fc.property(observations, (seen) => {
        const rank = new DecayedRank(500);
        seen.forEach(([value, stepMs], index) => rank.update(value, index === 0 ? 0 : stepMs));
        for (const [value] of seen.slice(0, -1)) expect(rank.rankOf(value)).toBeCloseTo(naiveRank(seen, value, 500), 3);
      }),
    );
  });

  it.each([1, 2, 3])('stays close to its definition on noise of changing scale (seed %d)', (seed) => {
    const seen = regimes(seed, 6_000);
    const rank = new DecayedRank(5_000);
    let [squares, compared, worst] = [0, 0, 0];
    seen.forEach(([value, stepMs], index) => {
      const ours = rank.update(value, stepMs);
      if (index < 1_000 || index % 20 !== 0) return;
      const error = ours! - naiveRank(seen.slice(Math.max(0, index - 4_000), index + 1), value, 5_000);
      squares += error ** 2;
      compared += 1;
      worst = Math.max(worst, Math.abs(error));
    });
    expect(Math.sqrt(squares / compared)).toBeLessThan(1.5);
    expect(worst).toBeLessThan(8);
  });

  it('stays close when a half life has tens of thousands of values, through a change of scale', () => {
    const random = randomNumbers(8);
    const seen = Array.from({ length: 80_000 }, (_, index): Observation => {
      const scale = index > 30_000 && index < 50_000 ? 50 : 1;
      return [scale * Math.log(random() / random()), index === 0 ? 0 : 10];
    });
    const rank = new DecayedRank(100_000);
    const errors = seen.flatMap(([value, stepMs], index) => {
      const ours = rank.update(value, stepMs)!;
      return index % 2_000 === 1_999 ? [Math.abs(ours - naiveRank(seen.slice(0, index + 1), value, 100_000))] : [];
    });
    expect(errors.reduce((sum, error) => sum + error, 0) / errors.length).toBeLessThan(1);
    expect(Math.max(...errors)).toBeLessThan(6);
  });

  it('is undefined while no time has passed', () => {
    const rank = new DecayedRank(500);
    expect(rank.update(5, 0)).toBeUndefined();
    expect(rank.update(6, 0)).toBeUndefined();
    expect(rank.update(7, 1)).toBe(100);
  });

  it('is 50 for a value that never changed, 100 above all and 0 below all there was', () => {
    const rank = new DecayedRank(500);
    rank.update(5, 0);
    expect(rank.update(5, 100)).toBe(50);
    expect([rank.rankOf(6), rank.rankOf(4)]).toEqual([100, 0]);
    for (let index = 0; index < 5_000; index += 1) rank.update(Math.sin(index), 10);
    expect([rank.rankOf(100), rank.rankOf(-100)]).toEqual([100, 0]);
  });

  it('comes to 50 when a value stays', () => {
    const rank = new DecayedRank(500);
    for (let index = 0; index < 2_000; index += 1) rank.update(Math.sin(index), 10);
    rank.update(0.9, 10);
    expect(rank.value).toBeGreaterThan(75);
    expect(rank.update(0.9, 10_000)).toBeCloseTo(50, 3);
  });

  it('forgets old scales: after ten half lives of small values a middle one is in the middle', () => {
    const rank = new DecayedRank(500);
    for (let index = 0; index < 2_000; index += 1) rank.update(1_000 * Math.sin(index), 10);
    for (let index = 0; index < 500; index += 1) rank.update(Math.sin(index), 10);
    expect(rank.rankOf(0)).toBeCloseTo(50, -0.5);
    expect(rank.rankOf(0.9)).toBeGreaterThan(80);
    expect(rank.rankOf(-0.9)).toBeLessThan(20);
  });

  it('does not depend on how often a value is repeated', () => {
    fc.assert(
      fc.property(observations, (seen) => {
        const [once, often] = [new DecayedRank(400), new DecayedRank(400)];
        once.update(seen[0]![0], 0);
        often.update(seen[0]![0], 0);
        seen.slice(1).forEach(([value, stepMs], index) => {
          once.update(value, stepMs);
          often.update(seen[index]![0], stepMs / 2);
          expect(often.update(value, stepMs / 2)).toBeCloseTo(once.value!, 6);
        });
      }),
    );
  });

  it('never falls as the value rises, and stays within 0-100', () => {
    const seen = regimes(11, 3_000);
    const rank = new DecayedRank(2_000);
    seen.forEach(([value, stepMs]) => rank.update(value, stepMs));
    const ranks = Array.from({ length: 4_001 }, (_, index) => rank.rankOf((index - 2_000) / 20)!);
    expect(ranks.every((each, index) => each >= (ranks[index - 1] ?? 0) && each <= 100)).toBe(true);
  });

  it('is 100 minus the rank of the mirrored values', () => {
    const [rank, mirrored] = [new DecayedRank(5_000), new DecayedRank(5_000)];
    const sums = regimes(5, 3_000).map(([value, stepMs]) => rank.update(value, stepMs)! + mirrored.update(-value, stepMs)!); // prettier-ignore
    // Of two pairs of bins of the same weight the left one is merged, which has no mirror image.
    expect(Math.max(...sums.slice(500).map((sum) => Math.abs(sum - 100)))).toBeLessThan(8);
  });

  it('knows nothing of what came before an eternity', () => {
    const rank = new DecayedRank(1);
    for (let index = 0; index < 50; index += 1) rank.update(index, 1);
    rank.update(3, 1e9);
    expect(rank.update(4, 1e9)).toBe(100);
    expect(rank.rankOf(3)).toBe(50);
  });

  it.each([NaN, Infinity])('refuses %d and is as before', (bad) => {
    const rank = new DecayedRank(500);
    rank.update(1, 0);
    rank.update(2, 100);
    expect(() => rank.update(bad, 100)).toThrow(RangeError);
    expect(rank.value).toBe(100);
  });
});

describe('DecayedQuantile', () => {
  it('is undefined while no time has passed, then the value that alone was in force', () => {
    const quantile = new DecayedQuantile(500, 0.9);
    expect(quantile.update(5, 0)).toBeUndefined();
    expect(quantile.update(6, 10)).toBe(5);
  });

  it.each([0.05, 0.25, 0.5, 0.75, 0.95])('finds the quantile %d of noise of changing scale', (probability) => {
    const seen = regimes(4, 6_000);
    const quantile = new DecayedQuantile(5_000, probability);
    seen.forEach(([value, stepMs], index) => {
      const estimate = quantile.update(value, stepMs);
      if (index < 1_000 || index % 50 !== 0) return;
      const rank = naiveRank(seen.slice(Math.max(0, index - 4_000), index + 1), estimate!, 5_000);
      expect(Math.abs(rank - 100 * probability)).toBeLessThan(5);
    });
  });

  it('rises with the probability, from the smallest value on', () => {
    const quantile = new DecayedQuantile(500);
    for (let index = 0; index < 3_000; index += 1) quantile.update(Math.sin(index), 10);
    const found = Array.from({ length: 101 }, (_, index) => quantile.quantile(index / 100)!);
    expect(found.every((value, index) => value >= (found[index - 1] ?? -1))).toBe(true);
    expect(found[0]).toBeLessThan(-0.95);
    expect(found[100]).toBeGreaterThan(0.95);
    expect(quantile.value).toBe(found[50]);
  });

  it.each([NaN, -Infinity])('refuses %d', (bad) => {
    expect(() => new DecayedQuantile(500).update(bad, 0)).toThrow(RangeError);
  });
});
