/**
 * Checks an input of a formula. Nothing non-finite gets into a window, from where it would spread; the state of the
 * formula is as before the call.
 *
 * @throws RangeError naming the input and its value
 */
export function requireFinite(name: string, value: number): void {
  // Infinity - Infinity and NaN - NaN are NaN: the cheapest test of all.
  if (value - value !== 0) throw new RangeError(`${name} must be a finite number, was ${value}`);
}
