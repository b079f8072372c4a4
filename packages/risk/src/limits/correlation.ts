import type { PricePath } from './price-path';

/** What counts while it is not known whether two markets move together: that they do. */
const UNKNOWN = 1;

/** Share of the returns looked back on that must be there. */
const KNOWN_SHARE = 0.25;

/**
 * Correlation of the returns of two markets over the closed steps before `step`, in [-1, 1].
 *
 * 1 while fewer than a quarter of the returns are there for both, or when one of them never moved.
 */
export function correlation(a: PricePath, b: PricePath, step: number): number {
  const { returns } = a;
  const first = Math.max(a.firstStep, b.firstStep, step - 1 - returns);
  const count = step - 1 - first;
  if (!(count >= returns * KNOWN_SHARE)) return UNKNOWN;
  let [sumA, sumB, sumAA, sumBB, sumAB] = [0, 0, 0, 0, 0];
  for (let at = first + 1; at < step; at++) {
    const returnA = a.logAt(at) - a.logAt(at - 1);
    const returnB = b.logAt(at) - b.logAt(at - 1);
    sumA += returnA;
    sumB += returnB;
    sumAA += returnA * returnA;
    sumBB += returnB * returnB;
    sumAB += returnA * returnB;
  }
  const scale = Math.sqrt((count * sumAA - sumA * sumA) * (count * sumBB - sumB * sumB));
  if (!(scale > 0)) return UNKNOWN;
  return Math.max(-1, Math.min(1, (count * sumAB - sumA * sumB) / scale));
}
