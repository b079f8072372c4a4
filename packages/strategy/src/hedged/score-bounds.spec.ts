import { score } from '@perpstream/core';
import { marketView } from '../../fixtures/market-view';
import { A, B } from '../../fixtures/idea-script';
import { checkScores, demandScoreBounds } from './score-bounds';

const bounds = { liquidity: { min: 20, max: 80 } };
const markets = (a: number | undefined, b: number) => [
  marketView({ marketId: A, scores: a === undefined ? undefined : { liquidity: score(a) } }),
  marketView({ marketId: B, scores: { liquidity: score(b) } }),
];

describe('checkScores', () => {
  it.each([
    ['within', 20, 80, true],
    ['below', 19, 50, false],
    ['above', 50, 81, false],
    ['missing', undefined, 50, false],
  ])('of two markets, one of them %s', (_name, a, b, mayEnter) => {
    expect(checkScores(markets(a, b), bounds).mayEnter).toBe(mayEnter);
  });

  it('names every score with the bound it was held against', () => {
    expect(checkScores(markets(50, 81), bounds).reasons).toEqual([
      { name: 'liquidity A-USD', value: 50, bound: 20 },
      { name: 'liquidity B-USD', value: 81, bound: 80 },
    ]);
  });

  it('asks for nothing without bounds', () => {
    expect(checkScores(markets(undefined, 1), {})).toEqual({ mayEnter: true, reasons: [] });
  });
});

describe('demandScoreBounds', () => {
  it.each([
    [-1, 50],
    [50, 101],
    [60, 40],
    [NaN, 50],
  ])('refuses %d to %d', (min, max) => {
    expect(() => demandScoreBounds('x.scores', { trend: { min, max } })).toThrow(
      new RangeError(`x.scores.trend must be 0 <= min <= max <= 100, was ${min} and ${max}`),
    );
  });

  it('takes any that are in order', () => {
    expect(() =>
      demandScoreBounds('x.scores', { trend: { min: 0, max: 100 }, volume: { min: 5, max: 5 } }),
    ).not.toThrow();
  });
});
