/**
 * Checks that a half life is a finite number of milliseconds above 0.
 *
 * @throws RangeError naming the option, its value and the bound
 */
export function requireHalfLife(halfLifeMs: number): void {
  if (!(halfLifeMs > 0 && halfLifeMs < Infinity))
    throw new RangeError(`halfLifeMs must be a finite number > 0, was ${halfLifeMs}`);
}
