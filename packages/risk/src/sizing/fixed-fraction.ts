import { checkPositive, sizeFrom, type ConstraintSize } from './constraint-size';

/** A fixed multiple of equity. */
export type FixedFraction = {
  /** Notional / equity, > 0: 0.1 is a tenth of the equity, 2 is a leverage of 2. */
  readonly fraction: number;
};

/** equity x fraction */
export function fixedFractionSize(equityUsd: number, { fraction }: FixedFraction): ConstraintSize {
  checkPositive('fixedFraction.fraction', fraction);
  return sizeFrom({ equityUsd }, () => equityUsd * fraction);
}
