import { returning } from '../../fixtures/minute-bars';
import { halfLife } from './half-life';

describe('halfLife', () => {
  it.each([
    ['of what halves at every step is a step', [64, 32, 16, 8, 4, 2, 1], 1],
    ['of what keeps 0.9 is 6.58 steps', Array.from({ length: 50 }, (_, t) => 0.9 ** t), Math.log(0.5) / Math.log(0.9)],
    ['of what changes its sign is nothing', [1, -0.5, 0.25, -0.125], 0],
    ['of what grows is for ever', [1, 2, 4, 8], Infinity],
    ['of what stays is for ever', [1, 1, 1, 1], Infinity],
    ['of nothing is for ever', [0, 0, 0], Infinity],
  ])('%s', (_name, levels, expected) => {
    expect(halfLife(Float64Array.from(levels))).toBeCloseTo(expected, 10);
  });

  it('finds the half life of a long noisy series', () => {
    expect(halfLife(Float64Array.from(returning(11, 20_000, 0.95, 1)))).toBeGreaterThan(12);
    expect(halfLife(Float64Array.from(returning(11, 20_000, 0.95, 1)))).toBeLessThan(15);
  });
});
