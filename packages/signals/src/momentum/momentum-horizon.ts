import { requirePositive } from '../engine/require-positive';
import { requireShorter } from '../engine/require-shorter';

/** One time scale of momentum: a fast and a slow moving average of the log price. */
export type MomentumHorizon = {
  /** Half life of the fast average in ms, > 0. */
  readonly fastHalfLifeMs: number;
  /** Half life of the slow average and of the volatility in ms, > `fastHalfLifeMs`. */
  readonly slowHalfLifeMs: number;
  /** How much it counts against the other horizons, > 0. */
  readonly weight: number;
};

/** @throws RangeError when there is none, or naming the field, its value and the bound */
export function requireHorizons(horizons: readonly MomentumHorizon[]): void {
  if (horizons.length === 0) throw new RangeError('horizons must have at least one horizon, had 0');
  for (const { fastHalfLifeMs, slowHalfLifeMs, weight } of horizons) {
    requirePositive({ fastHalfLifeMs, slowHalfLifeMs, weight });
    requireShorter('fastHalfLifeMs', fastHalfLifeMs, 'slowHalfLifeMs', slowHalfLifeMs);
  }
}
