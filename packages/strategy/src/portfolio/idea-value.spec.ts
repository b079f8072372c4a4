import { marketId } from '@perpstream/core';
import { array, assert, double, property } from 'fast-check';
import { leg } from '../../fixtures/sized-ideas';
import { IdeaValue } from './idea-value';

const [A, B] = [marketId('A'), marketId('B')];
const at = (prices: Readonly<Record<string, number>>) => (market: string) => prices[market];
const price = double({ min: 1, max: 1_000, noNaN: true });

describe('IdeaValue', () => {
  it('is nothing at first sight', () => {
    expect(new IdeaValue(1).see([leg('A')], at({ A: 100 }))).toBe(0);
  });

  it('adds up the legs with their weights', () => {
    const value = new IdeaValue(1);
    const legs = [leg('A'), leg('B', -0.5)];
    value.see(legs, at({ A: 100, B: 10 }));
    expect(value.see(legs, at({ A: 110, B: 12 }))).toBeCloseTo(Math.log(1.1) - 0.5 * Math.log(1.2), 12);
  });

  it('turns round for the other direction', () => {
    const value = new IdeaValue(-1);
    value.see([leg('A')], at({ A: 100 }));
    expect(value.see([leg('A')], at({ A: 90 }))).toBeCloseTo(-Math.log(0.9), 12);
  });

  it('counts what happened while a leg had no price when it is back', () => {
    const value = new IdeaValue(1);
    const legs = [leg('A'), leg('B')];
    value.see(legs, at({ A: 100, B: 10 }));
    expect(value.see(legs, at({ A: 110 }))).toBeCloseTo(Math.log(1.1), 12);
    expect(value.see(legs, at({ A: 110, B: 20 }))).toBeCloseTo(Math.log(1.1) + Math.log(2), 12);
  });

  it('starts a leg that comes later, or comes back, at its price then', () => {
    const value = new IdeaValue(1);
    value.see([leg('A')], at({ A: 100, B: 10 }));
    value.see([leg('A'), leg('B')], at({ A: 100, B: 20 }));
    expect(value.see([leg('A'), leg('B')], at({ A: 100, B: 40 }))).toBeCloseTo(Math.log(2), 12);
    value.see([leg('A')], at({ A: 100, B: 40 }));
    expect(value.see([leg('A'), leg('B')], at({ A: 100, B: 80 }))).toBeCloseTo(Math.log(2), 12);
  });

  it('does not depend on how often it is looked at', () => {
    assert(
      property(price, array(price), price, (first, between, last) => {
        const [often, rarely] = [new IdeaValue(1), new IdeaValue(1)];
        for (const value of [first, ...between]) often.see([leg('A')], at({ A: value }));
        rarely.see([leg('A')], at({ A: first }));
        const [a, b] = [often, rarely].map((value) => value.see([leg('A')], at({ A: last })));
        expect(a).toBeCloseTo(b!, 9);
      }),
    );
  });

  it('knows its markets by their ids', () => {
    const seen: string[] = [];
    new IdeaValue(1).see([leg('A'), leg('B')], (market) => (seen.push(market), undefined));
    expect(seen).toEqual([A, B]);
  });
});
