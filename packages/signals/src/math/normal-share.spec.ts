import { normalShare } from './normal-share';

describe('normalShare', () => {
  // Abramowitz and Stegun, table 26.1.
  it.each([
    [0, 0.5],
    [0.5, 0.6914624613],
    [1, 0.8413447461],
    [1.96, 0.9750021049],
    [3, 0.998650102],
    [-1, 0.1586552539],
    [-3, 0.001349898],
  ])('is the share below %d', (deviations, share) => {
    expect(Math.abs(normalShare(deviations) - share)).toBeLessThan(1e-7);
  });

  it.each([
    [-Infinity, 0],
    [-40, 0],
    [40, 1],
    [Infinity, 1],
  ])('ends at 0 and 1: %d', (deviations, share) => {
    expect(normalShare(deviations)).toBe(share);
  });
});
