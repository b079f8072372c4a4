import type { Reason, SignalScores } from '@perpstream/core';
import type { Votes, VoteRole } from './votes';

/** What the votes amount to. */
export type Outcome = {
  /** Weighted mean of (score - 50) / 50 of the directions, in [-1, 1]. */
  readonly direction: number;
  /** Weighted mean of score / 100 of the confirmations, in [0, 1]; 1 when none is asked. */
  readonly confirmation: number;
  /** Every vote that counted, with its weight. */
  readonly reasons: readonly Reason[];
};

type Scores = SignalScores['scores'];

function mean(scores: Scores, votes: Votes, role: VoteRole): number | undefined {
  let [sum, weights] = [0, 0];
  for (const [name, vote] of Object.entries(votes)) {
    const score = scores[name];
    if (vote.role !== role || score === undefined) continue;
    sum += vote.weight * score;
    weights += vote.weight;
  }
  return weights > 0 ? sum / weights : undefined;
}

/**
 * Counts the votes of the scores of one market.
 *
 * @returns undefined while a score is missing that is not optional: a vote that is not there is not a neutral one
 */
export function poll(scores: Scores, votes: Votes): Outcome | undefined {
  const reasons: Reason[] = [];
  for (const [name, { weight, isOptional }] of Object.entries(votes)) {
    const value = scores[name];
    if (value !== undefined) reasons.push({ name, value, weight });
    else if (!isOptional) return undefined;
  }
  const direction = mean(scores, votes, 'direction');
  if (direction === undefined) return undefined;
  return {
    direction: (direction - 50) / 50,
    confirmation: (mean(scores, votes, 'confirmation') ?? 100) / 100,
    reasons,
  };
}
