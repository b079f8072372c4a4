/** Gives out `total` in proportion to weights >= 0; nothing when all are 0. */
export function inProportion(total: number, weights: readonly number[]): number[] {
  const sum = weights.reduce((before, weight) => before + weight, 0);
  return weights.map((weight) => (sum > 0 ? (total * weight) / sum : 0));
}
