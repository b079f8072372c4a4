import type { SignalScores } from '@perpstream/core';
import type { Direction } from '../hysteresis/exposure';
import type { SignalWeight, SignalWeights } from './signal-weights';

function agreement(score: number, { role }: SignalWeight, direction: Direction): number {
  return role === 'direction' && direction === 'short' ? 1 - score / 100 : score / 100;
}

/**
 * How sure the scores are of one direction: the weighted mean of their agreements, in [0, 1].
 *
 * A direction score agrees with long by score / 100 and with short by 1 - score / 100, a confirmation score with both by
 * score / 100. Neutral direction scores (50) agree half with either.
 * @param weights at least one, each > 0; scores without a weight are ignored
 * @returns undefined when a weighted score is missing: a vote that is not there is not a neutral one
 * @example confidenceOf({ momentum: 90, volume: 70 }, { momentum: { role: 'direction', weight: 3 },
 *   volume: { role: 'confirmation', weight: 1 } }, 'long'); // (3 x 0.9 + 1 x 0.7) / 4 = 0.85
 */
export function confidenceOf(
  scores: SignalScores['scores'],
  weights: SignalWeights,
  direction: Direction,
): number | undefined {
  let agreed = 0;
  let total = 0;
  for (const [name, signal] of Object.entries(weights)) {
    const score = scores[name];
    if (score === undefined) return undefined;
    agreed += signal.weight * agreement(score, signal, direction);
    total += signal.weight;
  }
  return agreed / total;
}
