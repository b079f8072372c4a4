import type { Position } from './account-state';

/**
 * What closing a position at `markPriceUsd` would realise, in USD, fees not included. Positive is a gain.
 *
 * @example unrealizedPnlUsd(position, context.oraclePriceUsd)
 */
export function unrealizedPnlUsd(position: Pick<Position, 'sizeBase' | 'entryPriceUsd'>, markPriceUsd: number): number {
  return position.sizeBase * (markPriceUsd - position.entryPriceUsd);
}
