/**
 * Checks that every one of these options is a finite number above 0.
 *
 * @throws RangeError naming the option, its value and the bound
 */
export function requirePositive(options: Readonly<Record<string, number>>): void {
  for (const [name, value] of Object.entries(options)) {
    if (!(value > 0 && value < Infinity)) throw new RangeError(`${name} must be a finite number > 0, was ${value}`);
  }
}
