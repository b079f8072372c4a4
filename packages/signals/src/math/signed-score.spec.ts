import fc from 'fast-check';
import { signedScore } from './signed-score';

describe('signedScore', () => {
  it.each([
    ['no deviation', 0, 50],
    // tanh(1) = 0.7615941559557649 (Abramowitz and Stegun, table 4.15)
    ['one scale up', 2, 50 + 50 * 0.7615941559557649],
    ['one scale down', -2, 50 - 50 * 0.7615941559557649],
    ['far up', Infinity, 100],
    ['far down', -Infinity, 0],
  ])('maps %s', (_, deviations, expected) => {
    expect(signedScore(deviations, 2)).toBeCloseTo(expected, 12);
  });

  it('is symmetrical about 50 and never falls', () => {
    const deviation = fc.double({ min: -50, max: 50, noNaN: true });
    fc.assert(
      fc.property(deviation, deviation, (a, b) => {
        expect(signedScore(a, 1.5) + signedScore(-a, 1.5)).toBeCloseTo(100, 10);
        expect(signedScore(Math.max(a, b), 1.5)).toBeGreaterThanOrEqual(signedScore(Math.min(a, b), 1.5));
      }),
    );
  });
});
