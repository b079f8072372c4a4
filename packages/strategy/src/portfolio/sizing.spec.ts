import { leg } from '../../fixtures/sized-ideas';
import { A, B, idea } from '../../fixtures/idea-script';
import { openIdea } from '../exits/open-idea';
import { newIdeaState } from './idea-state';
import { IdeaValue } from './idea-value';
import { portfolioDefaults } from './portfolio-options';
import { heldStake, isWorthATrade, newStake, sizeReasons } from './sizing';

const state = newIdeaState(idea(A, 0.8));
const holding = {
  direction: 'short' as const,
  enteredMs: 0,
  value: new IdeaValue(-1),
  scale: 0.5,
  conviction: 0.8,
  open: openIdea(0, 0.8),
};
const held = { ...state, holding };
const rules = (correlationCap: number) => ({
  ...portfolioDefaults,
  allocation: { ...portfolioDefaults.allocation, correlationCap },
});
/** All markets move alike. */
const alike = () => 1e-4;

describe('heldStake', () => {
  it('is what an idea is held with', () => {
    expect(heldStake(held)).toEqual([{ state: held, direction: 'short', legs: state.legs, scale: 0.5 }]);
  });

  it('is nothing for an idea that is not held', () => {
    expect(heldStake(state)).toEqual([]);
  });
});

describe('newStake', () => {
  const other = newIdeaState(idea(B, 0.9));

  it.each([
    ['opposes what is held', 'long', 1],
    ['does the same as what is held', 'short', 0],
  ] as const)('is scaled by its direction: it %s', (_name, direction, scale) => {
    expect(newStake(other, direction, heldStake(held), rules(0.8), alike)).toMatchObject({ direction, scale });
  });

  it('asks for no correlation where none is capped', () => {
    const asked: string[] = [];
    const covariance = (a: string) => void asked.push(a);
    expect(newStake(other, 'short', heldStake(held), rules(1), covariance as () => undefined).scale).toBe(1);
    expect(asked).toEqual([]);
  });
});

describe('isWorthATrade', () => {
  it.each([
    ['is, at the bound', 30, [leg('A', 1), leg('B', -2)], 10, true],
    ['is not, when its smallest leg is too small', 29, [leg('A', 1), leg('B', -2)], 10, false],
    ['is not, when it is nothing', 0, [leg('A')], 0, false],
    ['is, however small, when nothing is asked', 1e-9, [leg('A')], 0, true],
    ['is not, when it is no number', NaN, [leg('A')], 0, false],
  ])('%s', (_name, grossUsd, legs, minTradeUsd, expected) => {
    expect(isWorthATrade(grossUsd, legs, minTradeUsd)).toBe(expected);
  });
});

describe('sizeReasons', () => {
  it('names the method, the correlation and the bounds', () => {
    const caps = [{ name: 'budget-usd', value: 9, bound: 8 }];
    expect(sizeReasons(heldStake(held)[0]!, { grossUsd: 7, caps }, rules(0.8))).toEqual([
      { name: 'equal-size-usd', value: 7 },
      { name: 'correlation-scale', value: 0.5, bound: 0.8 },
      { name: 'budget-usd', value: 9, bound: 8 },
    ]);
  });
});
