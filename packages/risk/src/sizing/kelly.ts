import { checkFraction, checkPositive, sizeFrom, type ConstraintSize } from './constraint-size';

/** A share of the bet that makes wealth grow fastest. Edge and variance are of the same period. */
export type Kelly = {
  /** Expected return of the trade after all costs, as a fraction; 0 or below allows nothing. */
  readonly edge: number;
  /** Variance of that return. */
  readonly variance: number;
  /** Share of the full bet that is taken, in (0, 1]: estimates err, and half the bet has three quarters of the growth. */
  readonly share: number;
  /** Largest notional / equity, > 0. */
  readonly maxLeverage: number;
};

/**
 * equity x min(share x edge / variance, maxLeverage)
 *
 * @see E. O. Thorp, "The Kelly Criterion in Blackjack, Sports Betting, and the Stock Market" (2006), section 7
 */
export function kellySize(equityUsd: number, { edge, variance, share, maxLeverage }: Kelly): ConstraintSize {
  checkFraction('kelly.share', share);
  checkPositive('kelly.maxLeverage', maxLeverage);
  if (!Number.isFinite(edge)) return { missing: 'edge' };
  return sizeFrom({ equityUsd, variance }, () => equityUsd * Math.min((share * edge) / variance, maxLeverage));
}
