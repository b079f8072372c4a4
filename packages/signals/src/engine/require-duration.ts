/**
 * Checks that an option is a finite duration, 0 allowed.
 *
 * @throws RangeError naming the option, its value and the bound
 */
export function requireDuration(name: string, valueMs: number): void {
  if (!(valueMs >= 0 && valueMs < Infinity))
    throw new RangeError(`${name} must be a finite number >= 0, was ${valueMs}`);
}
