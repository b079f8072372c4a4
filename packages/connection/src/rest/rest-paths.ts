import { type CandleResolution, type MarketId, type UnixMs } from '@perpstream/core';
import { CANDLE_RESOLUTIONS } from '../wire/candles';

/** The Indexer gives at most so many items with one answer. */
export const LARGEST_LIMIT = 1_000;

/** Which part of a list to get: the newest `limit` items (1..1000, default 1000) that are not after the bounds. */
export type NewestQuery = {
  readonly limit?: number;
  readonly beforeOrAtHeight?: number;
  readonly beforeOrAtMs?: UnixMs;
};

/** Which candles to get: at most `limit` (1..1000) of those that start in [`fromMs`, `toMs`), the newest ones first. */
export type CandleQuery = {
  readonly marketId: MarketId;
  readonly resolution: CandleResolution;
  readonly limit?: number;
  readonly fromMs?: UnixMs;
  readonly toMs?: UnixMs;
};

type QueryValue = string | number | boolean | undefined;

/** A path with a query of those values that are there. */
export function pathOf(path: string, query: Readonly<Record<string, QueryValue>> = {}): string {
  const stated = Object.entries(query).filter(([, value]) => value !== undefined);
  if (stated.length === 0) return path;
  return `${path}?${new URLSearchParams(stated.map(([name, value]): [string, string] => [name, String(value)])).toString()}`;
}

/** The path of the book of a market. */
export function orderBookPath(marketId: MarketId): string {
  return `/orderbooks/perpetualMarket/${encodeURIComponent(marketId)}`;
}

/** @throws RangeError when the limit is not in 1..1000 */
export function tradesPath(marketId: MarketId, { limit, beforeOrAtHeight, beforeOrAtMs }: NewestQuery): string {
  return pathOf(`/trades/perpetualMarket/${encodeURIComponent(marketId)}`, {
    limit: checkedLimit(limit),
    createdBeforeOrAtHeight: beforeOrAtHeight,
    createdBeforeOrAt: isoTime(beforeOrAtMs),
  });
}

/** @throws RangeError when the resolution is unknown or the limit not in 1..1000 */
export function candlesPath({ marketId, resolution, limit, fromMs, toMs }: CandleQuery): string {
  if (!CANDLE_RESOLUTIONS.includes(resolution)) throw new RangeError(`unknown resolution "${resolution}"`);
  return pathOf(`/candles/perpetualMarkets/${encodeURIComponent(marketId)}`, {
    resolution,
    limit: checkedLimit(limit),
    fromISO: isoTime(fromMs),
    toISO: isoTime(toMs),
  });
}

/** @throws RangeError when the limit is not in 1..1000 */
export function fundingPath(marketId: MarketId, { limit, beforeOrAtHeight, beforeOrAtMs }: NewestQuery): string {
  return pathOf(`/historicalFunding/${encodeURIComponent(marketId)}`, {
    limit: checkedLimit(limit),
    effectiveBeforeOrAtHeight: beforeOrAtHeight,
    effectiveBeforeOrAt: isoTime(beforeOrAtMs),
  });
}

/** @throws RangeError when it is not in 1..1000 */
export function checkedLimit(limit: number | undefined): number | undefined {
  if (limit === undefined || (Number.isInteger(limit) && limit >= 1 && limit <= LARGEST_LIMIT)) return limit;
  throw new RangeError(`limit must be a whole number in 1..${LARGEST_LIMIT}, was ${limit}`);
}

/** The time as the Indexer reads it. */
export function isoTime(atMs: UnixMs | undefined): string | undefined {
  return atMs === undefined ? undefined : new Date(atMs).toISOString();
}
