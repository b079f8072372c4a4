/** Longest window of any formula: 512 KB of memory. Windows of markets are far shorter. */
const LONGEST = 65_536;

/**
 * Checks that an option is a number of updates: an integer from `least` to 65,536.
 *
 * @throws RangeError naming the option, its value and the bounds
 */
export function requirePeriod(name: string, period: number, least = 1): void {
  if (Number.isInteger(period) && period >= least && period <= LONGEST) return;
  throw new RangeError(`${name} must be an integer from ${least} to ${LONGEST}, was ${period}`);
}
