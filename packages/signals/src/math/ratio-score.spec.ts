import fc from 'fast-check';
import { ratioScore } from './ratio-score';

describe('ratioScore', () => {
  it.each([
    ['equal to the norm', 3, 3, 1, 50],
    ['twice the norm', 6, 3, 1, 200 / 3],
    ['four times the norm', 12, 3, 1, 80],
    ['ten times the norm', 30, 3, 1, 1_000 / 11],
    ['half the norm', 3, 6, 1, 100 / 3],
    ['twice the norm, steeper', 6, 3, 2, 80],
    ['four times the norm, flatter', 12, 3, 0.5, 200 / 3],
    ['nothing recent', 0, 3, 1, 0],
    ['something where nothing was normal', 3, 0, 1, 100],
    ['nothing at all', 0, 0, 1, 50],
    ['the smallest numbers there are', 5e-324, 5e-324, 1, 50],
  ])('maps %s', (_, recent, norm, steepness, expected) => {
    expect(ratioScore(recent, norm, steepness)).toBeCloseTo(expected, 12);
  });

  it('depends on the ratio alone and is symmetrical in its logarithm', () => {
    const amount = fc.double({ min: 1e-9, max: 1e9, noNaN: true });
    fc.assert(
      fc.property(amount, amount, fc.double({ min: 0.2, max: 4, noNaN: true }), (recent, norm, steepness) => {
        const value = ratioScore(recent, norm, steepness);
        expect(ratioScore(recent * 1_000, norm * 1_000, steepness)).toBeCloseTo(value, 8);
        expect(ratioScore(norm, recent, steepness)).toBeCloseTo(100 - value, 8);
        expect(value).toBeGreaterThanOrEqual(0);
        expect(value).toBeLessThanOrEqual(100);
      }),
    );
  });
});
