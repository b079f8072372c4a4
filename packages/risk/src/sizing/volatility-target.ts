import { checkPositive, sizeFrom, type ConstraintSize } from './constraint-size';

/** As much as lets the equity move by a target volatility. Both as fractions a year. */
export type VolatilityTarget = {
  /** Standard deviation that this position may give the equity in a year, > 0, for example 0.2. */
  readonly targetVolatility: number;
  /** Standard deviation of the market's returns in a year. */
  readonly marketVolatility: number;
};

/** equity x target / volatility of the market */
export function volatilityTargetSize(
  equityUsd: number,
  { targetVolatility, marketVolatility }: VolatilityTarget,
): ConstraintSize {
  checkPositive('volatilityTarget.targetVolatility', targetVolatility);
  return sizeFrom({ equityUsd, marketVolatility }, () => (equityUsd * targetVolatility) / marketVolatility);
}
