import { marketId } from '@perpstream/core';
import { leg, sizedIdea } from '../../fixtures/sized-ideas';
import { fit, takenBy } from './fit';

const bounds = { budgetUsd: 1_000, maxPositionUsd: 600 };
const [A, B] = [marketId('A'), marketId('B')];
const sizes = (...args: Parameters<typeof fit>): number[] => fit(...args).map(({ grossUsd }) => grossUsd);

describe('takenBy', () => {
  it('adds up the legs of each market, whatever their sign', () => {
    const ideas = [sizedIdea('x', { legs: [leg('A'), leg('B', -3)] }), sizedIdea('A')];
    expect(takenBy(ideas, [400, 50])).toEqual({
      budgetUsd: 450,
      marketUsd: new Map([
        [A, 150],
        [B, 300],
      ]),
    });
  });
});

describe('fit', () => {
  it('leaves what fits as it is', () => {
    expect(fit([sizedIdea('A')], [600], bounds)).toEqual([{ grossUsd: 600, caps: [] }]);
  });

  it('lets ideas that meet in a market share it, and leaves the others alone', () => {
    const ideas = [sizedIdea('A'), sizedIdea('x', { legs: [leg('A', -1)] }), sizedIdea('B')];
    expect(sizes(ideas, [900, 300, 100], bounds)).toEqual([450, 150, 100]);
  });

  it('shrinks an idea as a whole when one of its legs is too large', () => {
    const pair = sizedIdea('x', { legs: [leg('A', 3), leg('B', -1)] });
    expect(sizes([pair], [1_600], { ...bounds, budgetUsd: 10_000 })).toEqual([800]);
  });

  it('shares the budget in proportion, after the markets', () => {
    expect(
      sizes(
        ['A', 'B', 'C'].map((key) => sizedIdea(key)),
        [2_000, 600, 800],
        bounds,
      ),
    ).toEqual(Array(3).fill(expect.closeTo(1_000 / 3, 9)));
  });

  it('gives what is left beside what is taken', () => {
    const taken = { budgetUsd: 900, marketUsd: new Map([[B, 580]]) };
    expect(sizes([sizedIdea('A'), sizedIdea('B')], [60, 60], bounds, taken)).toEqual([60, 20]);
    expect(sizes([sizedIdea('A')], [200], bounds, taken)).toEqual([100]);
  });

  it('gives nothing where more is taken than allowed', () => {
    const taken = { budgetUsd: 1_200, marketUsd: new Map([[A, 700]]) };
    expect(sizes([sizedIdea('A')], [100], bounds, taken)).toEqual([0]);
  });

  it('keeps nothing nothing, also where more is taken than allowed', () => {
    const taken = { budgetUsd: 1_000.1, marketUsd: new Map([[A, 700]]) };
    expect(fit([sizedIdea('A')], [0], bounds, taken)).toEqual([{ grossUsd: 0, caps: [] }]);
  });

  it('names every bound that counted', () => {
    const [first] = fit([sizedIdea('A'), sizedIdea('B')], [900, 900], bounds);
    expect(first!.caps).toEqual([
      { name: 'max-position-usd', value: 900, bound: 600 },
      { name: 'budget-usd', value: 1_200, bound: 1_000 },
    ]);
  });
});
