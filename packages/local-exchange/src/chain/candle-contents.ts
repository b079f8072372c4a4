import type { CandleResolution } from '@perpstream/core';
import { isoTime } from '../clock/iso-time';
import type { IndexerCandle } from '../venue/indexer-shapes';
import type { GrowingCandle } from './candle-series';
import type { MarketGrid } from './market-grid';

/** A candle as the protocol shows it. */
export function candleContents(
  { startedMs, totals, openInterest, midOpen, midClose }: GrowingCandle,
  ticker: string,
  resolution: CandleResolution,
  grid: MarketGrid,
): IndexerCandle {
  return {
    startedAt: isoTime(startedMs),
    ticker,
    resolution,
    low: grid.price(totals.low),
    high: grid.price(totals.high),
    open: grid.price(totals.open),
    close: grid.price(totals.close),
    baseTokenVolume: grid.size(totals.quantums),
    usdVolume: grid.usd(totals.value),
    trades: totals.trades,
    startingOpenInterest: openInterest,
    orderbookMidPriceOpen: midOpen,
    orderbookMidPriceClose: midClose,
  };
}
