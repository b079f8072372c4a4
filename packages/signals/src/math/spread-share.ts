import { timeConstantMs } from './half-life';

/**
 * The share of its weight that an amount has at the end of the time in which it came evenly, as the volume of a bar: near 1
 * when that time is short against the half life, since little of it faded meanwhile.
 *
 * @param spanMs > 0
 * @param halfLifeMs > 0
 */
export function spreadShare(spanMs: number, halfLifeMs: number): number {
  const timeConstants = spanMs / timeConstantMs(halfLifeMs);
  return -Math.expm1(-timeConstants) / timeConstants;
}
