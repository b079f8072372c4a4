import { A, B, idea } from '../../fixtures/idea-script';
import { openIdea } from '../exits/open-idea';
import type { Direction } from '../hysteresis/exposure';
import { newIdeaState, type IdeaState } from './idea-state';
import { IdeaValue } from './idea-value';
import { legTargets } from './leg-targets';

function held(direction: Direction, sizeUsd: number, legs: Readonly<Record<string, number>>): IdeaState {
  const holding = { direction, enteredMs: 0, value: new IdeaValue(1), scale: 1, conviction: 1, open: openIdea(0, 1) };
  return { ...newIdeaState(idea('x', 1, legs)), holding, sizeUsd };
}

describe('legTargets', () => {
  it('gives out the gross size by the weights, with their signs', () => {
    const targets = legTargets([held('long', 1_000, { [A]: 1, [B]: -3 })]);
    expect([...targets]).toEqual([
      [A, 250],
      [B, -750],
    ]);
  });

  it('turns the signs round for a short, and adds up what meets in a market', () => {
    const targets = legTargets([held('short', 1_000, { [A]: 1, [B]: -1 }), held('long', 200, { [A]: 2 })]);
    expect([...targets]).toEqual([
      [A, -300],
      [B, 500],
    ]);
  });

  it('wants nothing without ideas', () => {
    expect(legTargets([]).size).toBe(0);
  });
});
