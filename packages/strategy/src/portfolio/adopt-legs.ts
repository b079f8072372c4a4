import type { Leg } from './idea';
import type { IdeaState } from './idea-state';
import { isLive, legRefusal, type Moment } from './opinion';

function weightIn(legs: readonly Leg[], { marketId }: Leg): number {
  return legs.find((leg) => leg.marketId === marketId)?.weight ?? 0;
}

/**
 * Lets a held idea go over to the legs it is given with now, at the same gross size: when a weight changed by more than the
 * rebalance band, the data of all its markets are live, and those in which it grows may be entered. Says whether it did.
 */
export function adoptLegs(state: IdeaState, moment: Moment): boolean {
  const { legs: held, idea } = state;
  if (idea.legs === held || !state.isGiven || idea.conviction === undefined) return false;
  const { band } = moment.settings.rebalance;
  const isOther = (leg: Leg): boolean =>
    Math.abs(weightIn(idea.legs, leg) - weightIn(held, leg)) > band * Math.abs(weightIn(held, leg));
  const all = [...held, ...idea.legs];
  if (!all.some(isOther) || !isLive(all, moment)) return false;
  const grown = idea.legs.filter((leg) => Math.abs(leg.weight) > Math.abs(weightIn(held, leg)));
  if (legRefusal(grown, moment) !== undefined) return false;
  state.formerLegs = held;
  state.legs = idea.legs;
  state.gates = [{ name: 'legs', value: idea.legs.length }];
  return true;
}
