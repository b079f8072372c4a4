import { CANDLE_MS, unixMs, type Candle, type CandleResolution } from '@perpstream/core';
import { type BlockItem } from '../rest/page-cursor';
import { type CandleQuery, type NewestQuery } from '../rest/rest-paths';

/** A page of a list as the Indexer cuts it: newest first, not after the bounds, at most `limit`. */
export function newestPage<T extends BlockItem>(items: readonly T[], query: NewestQuery): readonly T[] {
  const { limit = 1_000, beforeOrAtHeight = Infinity, beforeOrAtMs = Infinity } = query;
  return items
    .filter(({ height, exchangeMs }) => height <= beforeOrAtHeight && exchangeMs <= beforeOrAtMs)
    .toSorted((a, b) => b.height - a.height)
    .slice(0, limit);
}

/** Candles as the Indexer selects them: those of [from, to), the newest `limit` of them; given oldest first. */
export function candlePage(
  candles: readonly Candle[],
  { fromMs = unixMs(0), toMs, limit }: CandleQuery,
): readonly Candle[] {
  const inRange = candles.filter(({ startedMs }) => startedMs >= fromMs && startedMs < (toMs ?? Infinity));
  return inRange.toSorted((a, b) => a.startedMs - b.startedMs).slice(-(limit ?? 1_000));
}

/** A candle with invented numbers, made of its number alone. */
export function candleAt(step: number, resolution: CandleResolution = '1MIN'): Candle {
  const closeUsd = 100 + (step % 17) / 8;
  return {
    startedMs: unixMs(step * CANDLE_MS[resolution]),
    resolution,
    openUsd: 100,
    highUsd: 103.5,
    lowUsd: 99.25,
    closeUsd,
    volumeBase: step % 3,
    volumeUsd: (step % 3) * closeUsd,
    trades: step % 3,
    startingOpenInterestBase: 7.5,
  };
}
