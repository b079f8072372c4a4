import { score } from './signal-scores';

describe('score', () => {
  it.each([
    [0, 0],
    [50, 50],
    [71.2, 71.2],
    [100, 100],
    [-0.1, 0],
    [100.1, 100],
    [Infinity, 100],
    [-Infinity, 0],
  ])('makes of %p the score %p', (value, expected) => {
    expect(score(value)).toBe(expected);
  });

  it('refuses what is not a number, so that it never reaches a decision', () => {
    expect(() => score(NaN)).toThrow(RangeError);
  });
});
