import type { Reason } from '@perpstream/core';
import type { OpenIdea } from '../exits/open-idea';
import type { Direction, Exposure } from '../hysteresis/exposure';
import type { Idea, Leg } from './idea';
import type { IdeaValue } from './idea-value';

/** An idea that was entered. */
export type Holding = {
  readonly direction: Direction;
  readonly enteredMs: number;
  readonly value: IdeaValue;
  /** What was left of its size for its correlation when it was entered. */
  readonly scale: number;
  /** The last conviction it had, in its direction. */
  conviction: number;
  open: OpenIdea;
};

/** A change that is being confirmed. */
export type Wish = { readonly exposure: Exposure; readonly dueMs: number };

/** What the portfolio knows and wants of one idea. Changed in place by the desk that owns it. */
export type IdeaState = {
  readonly key: string;
  /** As it was given last; when it is given no longer, with a conviction of 0 and no reasons. */
  idea: Idea;
  isGiven: boolean;
  holding: Holding | undefined;
  /** The legs in which it is held, or was last. */
  legs: readonly Leg[];
  /** The legs before these. */
  formerLegs: readonly Leg[];
  /** Gross size that was decided, in USD; 0 while it is not held. */
  sizeUsd: number;
  wish: Wish | undefined;
  /** From when on the cool-down counts, as far as the account does not say otherwise. */
  leftMs: number;
  /** Whether its latest change rests on the account. */
  isByAccount: boolean;
  /** What led to its latest change: the gates, and the size. */
  gates: readonly Reason[];
  sizing: readonly Reason[];
  /** The direction it has or was left from, for what is left of the conviction. */
  direction: Direction;
};

/** An idea that was never held. */
export function newIdeaState(idea: Idea): IdeaState {
  return {
    key: idea.key,
    idea,
    isGiven: true,
    holding: undefined,
    legs: idea.legs,
    formerLegs: [],
    sizeUsd: 0,
    wish: undefined,
    leftMs: -Infinity,
    isByAccount: false,
    gates: [],
    sizing: [],
    direction: 'long',
  };
}

export const signs: Readonly<Record<Exposure, -1 | 0 | 1>> = { long: 1, flat: 0, short: -1 };

/** What is held of an idea. */
export function exposureOf({ holding }: IdeaState): Exposure {
  return holding?.direction ?? 'flat';
}

/** Its conviction in a direction, in [-1, 1]; undefined while there is no opinion. */
export function convictionIn({ idea: { conviction } }: IdeaState, direction: Direction): number | undefined {
  return conviction === undefined ? undefined : signs[direction] * conviction;
}

/** Whether it is held or was. */
export function wasHeld({ holding, leftMs }: IdeaState): boolean {
  return holding !== undefined || leftMs > -Infinity;
}
