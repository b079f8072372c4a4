import { magnitude, type Side } from '@perpstream/core';

/** One step toward a wanted position. A reducing leg never goes past flat. */
export type Leg = { readonly side: Side; readonly quantums: bigint; readonly isReducing: boolean };

/**
 * The next leg from a position to a target, both in signed quantums; undefined when there is nothing left to do.
 *
 * A flip is two legs, first to flat and then beyond: only a reduce-only order is sure not to overshoot, and the exchange
 * never lets one change the sign of a position.
 */
export function nextLeg(position: bigint, target: bigint): Leg | undefined {
  if (position === target) return undefined;
  const isOpposite = position !== 0n && (target === 0n || position > 0n !== target > 0n);
  if (isOpposite || magnitude(position) > magnitude(target)) {
    const quantums = isOpposite ? magnitude(position) : magnitude(position - target);
    return { side: position > 0n ? 'sell' : 'buy', quantums, isReducing: true };
  }
  return { side: target > 0n ? 'buy' : 'sell', quantums: magnitude(target - position), isReducing: false };
}
