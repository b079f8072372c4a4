import type { Score } from '@perpstream/core';

/** Weights of scores by name, of any sign. */
export type ScoreWeights = Readonly<Record<string, number>>;

/**
 * Weighted mean of (score - 50) / 50, in [-1, 1]; the sizes of the weights are what is divided by. Undefined while one of
 * the scores is missing.
 *
 * @example composite(scores, { momentum: 3, funding: -1 })
 */
export function composite(
  scores: Readonly<Record<string, Score>> | undefined,
  weights: ScoreWeights,
): number | undefined {
  let [sum, total] = [0, 0];
  for (const [name, weight] of Object.entries(weights)) {
    const score = scores?.[name];
    if (score === undefined) return undefined;
    sum += (weight * (score - 50)) / 50;
    total += Math.abs(weight);
  }
  return sum / total;
}
