/**
 * Maps a signed number of standard deviations to 0-100: 0 is 50, the ends are reached only in the limit.
 *
 * @param scale deviations at which 88 (or 12) is reached, > 0
 */
export function signedScore(deviations: number, scale: number): number {
  return 50 + 50 * Math.tanh(deviations / scale);
}
