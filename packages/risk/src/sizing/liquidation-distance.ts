import { cushionUsd } from '../limits/exposure';
import { sizeFrom, type ConstraintSize } from './constraint-size';

/** No larger than leaves the liquidation price of the position far enough away. */
export type LiquidationDistance = {
  /** Smallest distance from the oracle to the liquidation price, as a fraction of the oracle price, in [0, 1). */
  readonly minDistance: number;
  readonly side: 'long' | 'short';
  /** Of the market. */
  readonly maintenanceMarginFraction: number;
  /** Maintenance margin of all other positions, in USD, >= 0. */
  readonly otherMaintenanceMarginUsd: number;
};

function checkDistance(distance: number): void {
  if (distance >= 0 && distance < 1) return;
  throw new RangeError(`liquidationDistance.minDistance must be in [0, 1), was ${distance}`);
}

/**
 * (equity - other maintenance) / (f + distance x (1 - f)) for a long, (1 + f) for a short: the inverse of distance = (equity -
 * maintenance) / (notional x (1 -+ f)), where the maintenance holds the position's own f x notional.
 */
export function liquidationDistanceSize(
  equityUsd: number,
  { minDistance, side, maintenanceMarginFraction, otherMaintenanceMarginUsd }: LiquidationDistance,
): ConstraintSize {
  checkDistance(minDistance);
  if (!(otherMaintenanceMarginUsd >= 0)) return { missing: 'otherMaintenanceMarginUsd' };
  const cushionPerUsd = cushionUsd(side === 'long' ? 1 : -1, maintenanceMarginFraction);
  return sizeFrom({ equityUsd, maintenanceMarginFraction }, () => {
    return (equityUsd - otherMaintenanceMarginUsd) / (maintenanceMarginFraction + minDistance * cushionPerUsd);
  });
}
