import { marketId } from '@perpstream/core';
import { array, assert, constantFrom, double, integer, option, property, record, shuffledSubarray } from 'fast-check';
import { leg, sizedIdea, usedIn } from '../../fixtures/sized-ideas';
import { allocate } from './allocate';
import { allocationDefaults, type AllocationMethod, type AllocationOptions } from './allocation-options';
import type { SizedIdea } from './sized-idea';

const methods: AllocationMethod[] = ['equal', 'volatilityTarget', 'scoreWeighted', 'riskParity', 'kelly'];
const options = (given: Partial<AllocationOptions> = {}): AllocationOptions => ({
  ...allocationDefaults,
  budgetUsd: 3_000,
  maxPositionUsd: 3_000,
  maxIdeas: 3,
  ...given,
});
const sizes = (ideas: readonly SizedIdea[], given: Partial<AllocationOptions>): number[] =>
  allocate(ideas, options(given)).map(({ grossUsd }) => grossUsd);

describe('allocate', () => {
  const calm = sizedIdea('A', { volatility1h: 0.005 });
  const wild = sizedIdea('B', { volatility1h: 0.02, conviction: 0.4 });

  // By hand from the formulas: a slice is 1,000.
  it.each<[string, Partial<AllocationOptions>, number[]]>([
    ['a slice for each', { method: 'equal' }, [1_000, 1_000]],
    ['two slices as 0.8 to 0.4', { method: 'scoreWeighted' }, [2_000 * (2 / 3), 2_000 / 3]],
    ['two slices as 200 to 50', { method: 'riskParity' }, [1_600, 400]],
    ['5 USD of risk at 0.5 % and 2 %', { method: 'volatilityTarget', targetVolatility1h: 0.005 }, [1_000, 250]],
    // 0.25 x 0.8 x 10 bp / 0.005^2 = 8 and 0.25 x 0.4 x 10 bp / 0.02^2 = 0.25 of the budget; the cap is a half.
    ['Kelly shares, the first one capped', { method: 'kelly' }, [1_500, 750]],
    // In a quarter of the time the variance is a quarter of it: 0.25 x 0.4 x 2 bp / (0.02^2 / 4) = 0.2.
    [
      'Kelly shares of another horizon',
      { method: 'kelly', kellyEdgeBps: 2, kellyHorizonMs: 900_000, kellyCap: 0.3 },
      [900, 600],
    ],
  ])('gives %s', (_name, given, expected) => {
    sizes([calm, wild], given).forEach((size, index) => expect(size).toBeCloseTo(expected[index]!, 9));
  });

  it('moves every idea alike by risk parity', () => {
    const [a, b] = sizes([calm, wild], { method: 'riskParity' });
    expect(a! * calm.volatility1h!).toBeCloseTo(b! * wild.volatility1h!, 9);
  });

  it('gives an idea that is alone one slice, not the budget', () => {
    for (const method of ['equal', 'scoreWeighted', 'riskParity'] as const) {
      expect(sizes([wild], { method })).toEqual([1_000]);
    }
  });

  it.each(['volatilityTarget', 'riskParity', 'kelly'] as const)(
    'gives nothing by %s to what cannot be sized, and takes nothing from the others for it',
    (method) => {
      const unknown = sizedIdea('C', { volatility1h: undefined });
      expect(sizes([calm, unknown, wild], { method })).toEqual([
        sizes([calm, wild], { method })[0],
        0,
        sizes([calm, wild], { method })[1],
      ]);
    },
  );

  it.each(methods)('gives nothing by %s to nobody', (method) => {
    expect(sizes([], { method })).toEqual([]);
  });

  it('scales an idea down for its correlation, and gives what is left to nobody', () => {
    expect(sizes([sizedIdea('A', { scale: 0.25 }), sizedIdea('B')], { method: 'equal' })).toEqual([250, 1_000]);
  });

  it('says which bound made an idea smaller', () => {
    const [capped] = allocate([calm], options({ method: 'equal', maxPositionUsd: 400 }));
    expect(capped).toEqual({ grossUsd: 400, caps: [{ name: 'max-position-usd', value: 1_000, bound: 400 }] });
    const four = ['A', 'B', 'C', 'D'].map((key) => sizedIdea(key));
    expect(allocate(four, options({ method: 'equal' }))[0]).toEqual({
      grossUsd: 750,
      caps: [{ name: 'budget-usd', value: 4_000, bound: 3_000 }],
    });
  });

  it('holds the legs of a pair against the bound, not their sum', () => {
    const pair = sizedIdea('pair', { legs: [leg('A'), leg('B', -1)] });
    expect(sizes([pair], { method: 'equal', maxPositionUsd: 500 })).toEqual([1_000]);
    expect(sizes([pair], { method: 'equal', maxPositionUsd: 400 })).toEqual([800]);
  });

  it('refuses a method that does not exist', () => {
    expect(() => allocate([], options({ method: 'martingale' as AllocationMethod }))).toThrow('martingale');
  });
});

describe('allocate, whatever the ideas', () => {
  const tickers = ['A', 'B', 'C', 'D'];
  const weight = constantFrom(-1.5, -1, -0.4, 0.4, 1, 1.5);
  const anyIdea = record({
    conviction: double({ min: 0, max: 1, noNaN: true }),
    volatility1h: option(double({ min: 1e-4, max: 0.2, noNaN: true }), { nil: undefined }),
    scale: double({ min: 0, max: 1, noNaN: true }),
    legs: array(record({ marketId: constantFrom(...tickers.map(marketId)), weight }), { minLength: 1, maxLength: 3 }),
  });
  const anyIdeas = array(anyIdea, { maxLength: 6 }).map((ideas): SizedIdea[] =>
    ideas.map((idea, index) => ({ ...idea, key: String(index) })),
  );
  const anyOptions = record({
    method: constantFrom(...methods),
    budgetUsd: double({ min: 10, max: 1e6, noNaN: true }),
    maxPositionUsd: double({ min: 10, max: 1e6, noNaN: true }),
    maxIdeas: integer({ min: 1, max: 8 }),
  });
  const atMost = (value: number, bound: number): void => expect(value).toBeLessThanOrEqual(bound * (1 + 1e-9));

  it('never exceeds the budget or the bound of a market, and is never negative', () => {
    assert(
      property(anyIdeas, anyOptions, (ideas, given) => {
        const sized = sizes(ideas, given);
        atMost(
          sized.reduce((sum, size) => sum + size, 0),
          given.budgetUsd,
        );
        for (const ticker of tickers) atMost(usedIn(marketId(ticker), ideas, sized), given.maxPositionUsd);
        sized.forEach((size) => expect(size).toBeGreaterThanOrEqual(0));
      }),
    );
  });

  it('does not depend on the order of the ideas', () => {
    const withShuffled = anyIdeas.chain((ideas) =>
      shuffledSubarray(ideas, { minLength: ideas.length }).map((shuffled) => ({ ideas, shuffled })),
    );
    assert(
      property(withShuffled, anyOptions, ({ ideas, shuffled }, given) => {
        const sized = sizes(ideas, given);
        const sizedShuffled = sizes(shuffled, given);
        shuffled.forEach((idea, index) => {
          const size = sized[ideas.indexOf(idea)]!;
          expect(Math.abs(sizedShuffled[index]! - size)).toBeLessThanOrEqual(1e-9 * Math.max(1, size));
        });
      }),
    );
  });

  it('gives equal ideas equal sizes', () => {
    assert(
      property(anyIdea, anyOptions, (idea, given) => {
        const [a, b] = sizes(
          [
            { ...idea, key: 'a' },
            { ...idea, key: 'b' },
          ],
          given,
        );
        expect(a).toBe(b);
      }),
    );
  });

  it('never makes an idea smaller for more conviction', () => {
    const single = anyIdea.map((idea) => ({ ...idea, legs: [leg('A')] }));
    assert(
      property(single, anyIdeas, anyOptions, double({ min: 0, max: 1, noNaN: true }), (idea, others, given, more) => {
        const surer = Math.max(idea.conviction, more);
        const [before] = sizes([{ ...idea, key: 'x' }, ...others], given);
        const [after] = sizes([{ ...idea, key: 'x', conviction: surer }, ...others], given);
        expect(after).toBeGreaterThanOrEqual(before! * (1 - 1e-9));
      }),
    );
  });
});
