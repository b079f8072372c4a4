/**
 * Checks that an option is a fraction, both ends allowed.
 *
 * @throws RangeError naming the option, its value and the bound
 */
export function requireFraction(name: string, value: number): void {
  if (!(value >= 0 && value <= 1)) throw new RangeError(`${name} must be in 0..1, was ${value}`);
}
