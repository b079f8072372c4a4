/** What one constraint allows: a notional in USD, or the name of the input without which it allows nothing. */
export type ConstraintSize = { readonly notionalUsd: number } | { readonly missing: string };

/** Allows what is computed from inputs that all have to be finite and > 0. Nothing below 0, nothing without end. */
export function sizeFrom(inputs: Readonly<Record<string, number>>, notionalUsd: () => number): ConstraintSize {
  for (const [name, value] of Object.entries(inputs)) {
    if (!(value > 0 && value < Infinity)) return { missing: name };
  }
  const sizeUsd = notionalUsd();
  return Number.isFinite(sizeUsd) ? { notionalUsd: Math.max(0, sizeUsd) } : { missing: 'a finite size' };
}

/** @throws RangeError naming the option, its range and its value */
export function checkFraction(name: string, value: number): void {
  if (!(value > 0 && value <= 1)) throw new RangeError(`${name} must be in (0, 1], was ${value}`);
}

/** @throws RangeError naming the option, its range and its value */
export function checkPositive(name: string, value: number): void {
  if (!(value > 0 && value < Infinity)) throw new RangeError(`${name} must be finite and > 0, was ${value}`);
}
