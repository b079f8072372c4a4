import type { MarketId } from '@perpstream/core';
import { grossWeight } from '../allocation/sized-idea';
import type { Leg } from './idea';

/** Covariance of the hourly returns of two markets; undefined while it is not known. */
export type Covariance1h = (a: MarketId, b: MarketId) => number | undefined;

/** Covariance of the hourly returns of two sets of legs, per USD of notional; undefined while one of its parts is not known. */
export function legsCovariance1h(a: readonly Leg[], b: readonly Leg[], covariance: Covariance1h): number | undefined {
  let sum = 0;
  for (const legA of a) {
    for (const legB of b) {
      const part = covariance(legA.marketId, legB.marketId);
      if (part === undefined) return undefined;
      sum += legA.weight * legB.weight * part;
    }
  }
  return sum;
}

/** Standard deviation of the hourly return of legs per USD gross; undefined while it is not known, or when they never move. */
export function legsVolatility1h(legs: readonly Leg[], covariance: Covariance1h): number | undefined {
  const variance = legsCovariance1h(legs, legs, covariance) ?? 0;
  return variance > 0 ? Math.sqrt(variance) / grossWeight(legs) : undefined;
}

/** Correlation of two sets of legs in [-1, 1]; undefined while it is not known. */
export function legsCorrelation(a: readonly Leg[], b: readonly Leg[], covariance: Covariance1h): number | undefined {
  const both = legsCovariance1h(a, b, covariance);
  const variances = (legsCovariance1h(a, a, covariance) ?? 0) * (legsCovariance1h(b, b, covariance) ?? 0);
  if (both === undefined || !(variances > 0)) return undefined;
  return Math.min(1, Math.max(-1, both / Math.sqrt(variances)));
}
