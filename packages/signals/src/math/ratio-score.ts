/**
 * Maps "recent against norm" to 0-100: 50 when they are equal, 0 when there is no recent activity, toward 100 in a surge.
 * With steepness 1 twice the norm is 67, four times 80, ten times 91. Twice and half lie equally far from 50.
 *
 * Both 0 is 50: a market that never does anything is as usual.
 * @param recent >= 0
 * @param norm >= 0, in the unit of `recent`
 * @param steepness power to which the ratio is taken, > 0
 * @see Hill, "The possible effects of the aggregation of the molecules of haemoglobin" (1910), for the curve
 */
export function ratioScore(recent: number, norm: number, steepness: number): number {
  if (recent === 0 && norm === 0) return 50;
  return 100 / (1 + (norm / recent) ** steepness);
}
