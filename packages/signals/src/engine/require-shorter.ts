/**
 * Checks that one half life is shorter than another.
 *
 * @throws RangeError naming both options and their values
 */
export function requireShorter(shorter: string, shorterMs: number, longer: string, longerMs: number): void {
  if (shorterMs < longerMs) return;
  throw new RangeError(`${shorter} must be < ${longer} (${longerMs}), was ${shorterMs}`);
}
