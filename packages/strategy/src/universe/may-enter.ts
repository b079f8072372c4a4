import { spreadBps, type MarketContext, type QualityLevel, type TopOfBook } from '@perpstream/core';

/** What is known of a market besides its scores; undefined until the stream stated it. */
export type MarketCondition = {
  readonly quality: QualityLevel | undefined;
  readonly context: Pick<MarketContext, 'status' | 'volume24hUsd'> | undefined;
  readonly top: TopOfBook | undefined;
};

/** What a market must offer before new exposure is taken in it. */
export type UniverseBounds = {
  /** Widest spread of best bid and ask, in basis points of the mid, > 0. */
  readonly maxSpreadBps: number;
  /** Least traded volume of the last 24 hours in USD, >= 0; 0 asks for none. */
  readonly minVolume24hUsd: number;
};

/**
 * Whether new exposure may be taken in a market: its data are live, it is `ACTIVE`, its spread and its volume are within
 * the bounds. What is not known does not pass. Leaving a market is never asked of this filter.
 *
 * @example mayEnter({ quality: 'stale', context, top }, { maxSpreadBps: 20, minVolume24hUsd: 0 }); // false
 */
export function mayEnter({ quality, context, top }: MarketCondition, bounds: UniverseBounds): boolean {
  if (quality !== 'live' || context?.status !== 'ACTIVE' || top === undefined) return false;
  return spreadBps(top) <= bounds.maxSpreadBps && (context.volume24hUsd ?? 0) >= bounds.minVolume24hUsd;
}
