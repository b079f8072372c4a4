import { score } from '@perpstream/core';
import { composite } from './composite';

const scores = { momentum: score(90), funding: score(30) };

describe('composite', () => {
  it.each([
    ['one score', { momentum: 2 }, 0.8],
    ['the weighted mean', { momentum: 3, funding: 1 }, (3 * 0.8 - 0.4) / 4],
    ['the opposite of a score', { momentum: 1, funding: -1 }, (0.8 + 0.4) / 2],
  ])('is %s', (_name, weights, expected) => {
    expect(composite(scores, weights)).toBeCloseTo(expected, 12);
  });

  it('is not known while a score is missing', () => {
    expect(composite(scores, { momentum: 1, trend: 1 })).toBeUndefined();
    expect(composite(undefined, { momentum: 1 })).toBeUndefined();
  });
});
