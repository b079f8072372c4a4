import type { LimitRoom, RoomQuestion } from './limit-room';

/** One room per strategy with a budget: its part of the decision shrinks with the whole. */
export function budgetRooms({ shares }: RoomQuestion): LimitRoom[] {
  return shares.map(({ strategy, share, besideUsd, budgetUsd }) => ({
    limit: 'strategy-budget',
    roomUsd: (budgetUsd - besideUsd) / share,
    bound: budgetUsd,
    valueAt: (absoluteUsd) => besideUsd + absoluteUsd * share,
    text: (value) => `${value} USD of strategy ${strategy} exceed its budget of ${budgetUsd} USD`,
  }));
}
