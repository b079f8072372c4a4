/** How much say each part of the `funding` score has. Only their proportions matter. */
export type FundingWeights = {
  /** The rate itself: what holding costs. */
  readonly level: number;
  /** The rate against the market's own history. */
  readonly rank: number;
  /** Where the predicted rate is going. */
  readonly change: number;
};

/**
 * Checks weights.
 *
 * @throws RangeError when one is negative or not finite, or none is positive
 */
export function requireWeights(weights: FundingWeights): void {
  const { level, rank, change } = weights;
  for (const [name, weight] of Object.entries({ level, rank, change })) {
    if (!(weight >= 0 && weight < Infinity)) throw new RangeError(`weights.${name} must be a finite number >= 0, was ${weight}`); // prettier-ignore
  }
  if (level + rank + change === 0) throw new RangeError('weights must not all be 0');
}
