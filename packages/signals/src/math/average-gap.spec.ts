import { randomNumbers } from '@perpstream/testing';
import { AverageGap, gapCovariance } from './average-gap';

const normal = (random: () => number): number => Math.sqrt(-2 * Math.log(random())) * Math.cos(2 * Math.PI * random());

/** Deviations of several gaps over one random walk, read at every 50th of the steps, which come at random times. */
function overRandomWalk(gaps: readonly AverageGap[], steps: number): number[][] {
  const random = randomNumbers(42);
  const read: number[][] = [];
  for (let step = 1; step <= steps; step += 1) {
    const stepMs = -100 * Math.log(random());
    const change = Math.sqrt(stepMs) * normal(random);
    gaps.forEach((gap) => gap.add(change, stepMs));
    if (step % 50 === 0 && step > steps / 20) read.push(gaps.map(({ deviations }) => deviations));
  }
  return read;
}

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

describe('AverageGap', () => {
  it('is 0 before anything moves, and at the moment of the first move', () => {
    const gap = new AverageGap(1_000, 5_000);
    expect(gap.deviations).toBe(0);
    gap.add(0, 1_000);
    expect(gap.deviations).toBe(0);
    gap.add(1, 1_000);
    expect(gap.deviations).toBe(0);
  });

  it('is 0 when two moves come at one time, before any time has passed', () => {
    const gap = new AverageGap(1_000, 5_000);
    gap.add(1, 0);
    expect(gap.deviations).toBe(0);
  });

  it('has mean 0 and standard deviation 1 over a random walk', () => {
    const read = overRandomWalk([new AverageGap(1_000, 20_000)], 400_000).map(([value = NaN]) => value);
    expect(Math.abs(mean(read))).toBeLessThan(0.05);
    expect(Math.sqrt(mean(read.map((value) => value ** 2)))).toBeCloseTo(1, 1);
  });

  it('does not depend on the scale', () => {
    const [small, large] = [new AverageGap(1_000, 5_000), new AverageGap(1_000, 5_000)];
    [1, -2, 0.5, 3].forEach((change) => {
      small.add(change, 700);
      large.add(1e9 * change, 700);
    });
    expect(large.deviations).toBeCloseTo(small.deviations, 9);
  });

  it('comes back to 0 and is never NaN when nothing moves for ages', () => {
    const gap = new AverageGap(1_000, 5_000);
    gap.add(1, 100);
    [1e3, 1e5, 1e6, 1e7].forEach((stepMs) => gap.add(0, stepMs));
    expect(Math.abs(gap.deviations)).toBeLessThan(1e-9);
  });
});

describe('gapCovariance', () => {
  it('is the square of the one deviation with itself: (S - F)^2 / (2 (S + F)) in time constants', () => {
    const [fastMs, slowMs] = [1_000 / Math.LN2, 6_000 / Math.LN2];
    const gap = { fastHalfLifeMs: 1_000, slowHalfLifeMs: 6_000 };
    expect(gapCovariance(gap, gap)).toBeCloseTo((slowMs - fastMs) ** 2 / (2 * (slowMs + fastMs)), 9);
  });

  it('is what two gaps over one random walk show', () => {
    const gaps = [new AverageGap(1_000, 6_000), new AverageGap(4_000, 24_000)] as const;
    const [short, long] = gaps;
    const byFormula = gapCovariance(short, long) / Math.sqrt(gapCovariance(short, short) * gapCovariance(long, long));
    const measured = mean(overRandomWalk(gaps, 400_000).map(([one = NaN, other = NaN]) => one * other));
    expect(measured).toBeGreaterThan(byFormula - 0.06);
    expect(measured).toBeLessThan(byFormula + 0.06);
  });
});
