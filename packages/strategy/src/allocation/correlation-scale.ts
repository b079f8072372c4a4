/**
 * What is left of the size of a new idea that is correlated with held ones, in [0, 1]: all of it up to the cap, then less
 * in a straight line, nothing at a correlation of 1. The held idea that is closest counts; ideas that move against each
 * other do not shrink each other. Correlations that are not known count for nothing.
 *
 * @param correlations with each held idea, in [-1, 1]
 * @param correlationCap in (0, 1]
 */
export function correlationScale(correlations: readonly (number | undefined)[], correlationCap: number): number {
  const closest = Math.max(-1, ...correlations.filter((value) => value !== undefined));
  if (closest <= correlationCap) return 1;
  return Math.max(0, (1 - closest) / (1 - correlationCap));
}
