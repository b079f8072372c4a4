import { logRatio } from './log-ratio';
import { NormPair } from './norm-pair';

describe('logRatio', () => {
  it.each([
    [2, 1, Math.LN2],
    [1, 4, -2 * Math.LN2],
    [7, 7, 0],
    [0, 0, 0],
    [0, 3, -Infinity],
  ])('of %d to %d is %d', (value, norm, expected) => {
    expect(logRatio(value, norm)).toBe(expected);
  });
});

describe('NormPair', () => {
  it('is as usual while the value stays, 0 too', () => {
    for (const value of [0, 3]) {
      const pair = new NormPair(1_000, 10_000);
      for (const stepMs of [0, 500, 20_000, 1e9]) {
        pair.update(value, stepMs);
        expect([pair.norm, pair.logRatio]).toEqual([value, 0]);
      }
    }
  });

  it('compares the value of late with that of all the time', () => {
    const pair = new NormPair(1_000, 1_000_000);
    pair.update(1, 0);
    pair.update(2, 100_000);
    pair.update(2, 10_000);
    expect(pair.norm).toBeGreaterThan(1.08);
    expect(pair.norm).toBeLessThan(1.12);
    expect(pair.logRatio).toBeCloseTo(Math.log(2 / pair.norm), 3);
  });
});
