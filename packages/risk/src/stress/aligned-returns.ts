import type { MarketId } from '@perpstream/core';

/**
 * Returns of several markets over the same periods, as fractions: the k-th of each list is the same period, oldest first.
 *
 * NaN stands for a period that a market has no return of.
 * @example
 * const returns: AlignedReturns = new Map([[marketId('BTC-USD'), [0.01, -0.02, 0.005]]]);
 */
export type AlignedReturns = ReadonlyMap<MarketId, ArrayLike<number>>;

/** The number of periods. @throws RangeError when there are none, or lists differ in length */
export function periodsOf(returns: AlignedReturns): number {
  let periods: number | undefined;
  for (const [market, { length }] of returns) {
    periods ??= length;
    if (length !== periods) throw new RangeError(`returns of ${market} must have ${periods} periods, were ${length}`);
  }
  if (periods === undefined || periods === 0) throw new RangeError('returns must have at least 1 period, were 0');
  return periods;
}

/** @throws RangeError when the market has no returns */
export function returnsOf(returns: AlignedReturns, market: MarketId): ArrayLike<number> {
  const found = returns.get(market);
  if (found === undefined) throw new RangeError(`returns of ${market} are missing`);
  return found;
}
