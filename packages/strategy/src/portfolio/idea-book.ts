import type { MarketId } from '@perpstream/core';
import type { Idea } from './idea';
import { newIdeaState, type IdeaState } from './idea-state';

/** All ideas that are given, held, or not yet over. One per subscription. */
export class IdeaBook {
  readonly #states = new Map<string, IdeaState>();

  /** In the order in which they were first given. */
  get all(): readonly IdeaState[] {
    return [...this.#states.values()];
  }

  get held(): readonly IdeaState[] {
    return this.all.filter(({ holding }) => holding !== undefined);
  }

  /** Takes in what is given now. Ideas that are given no longer count as ones of conviction 0. */
  hear(ideas: readonly Idea[]): void {
    for (const state of this.#states.values()) state.isGiven = false;
    for (const idea of ideas) this.#hearOne(idea);
    for (const state of this.#states.values()) {
      if (!state.isGiven) state.idea = { ...state.idea, conviction: 0, reasons: [] };
    }
  }

  /** Drops what is being confirmed of the ideas with a leg in a market. */
  dropWishes(marketId: MarketId): void {
    for (const state of this.#states.values()) {
      const legs = state.holding === undefined ? state.idea.legs : state.legs;
      if (legs.some((leg) => leg.marketId === marketId)) state.wish = undefined;
    }
  }

  /** Forgets the ideas that are neither given nor held, when `isOver` says that nothing of them is left. */
  forget(isOver: (state: IdeaState) => boolean): void {
    for (const [key, state] of this.#states) {
      if (!state.isGiven && state.holding === undefined && isOver(state)) this.#states.delete(key);
    }
  }

  #hearOne(idea: Idea): void {
    const state = this.#states.get(idea.key);
    if (state === undefined) this.#states.set(idea.key, newIdeaState(idea));
    else {
      state.idea = idea;
      state.isGiven = true;
    }
  }
}
