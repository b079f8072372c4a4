import { CANDLE_MS, unixMs, type Candle, type UnixMs } from '@perpstream/core';
import { type FundingRate, type ListedTrade } from '../rest/market-answers';
import { allFunding } from './all-funding';
import { allTrades } from './all-trades';
import { candlePages } from './all-candles';
import { type DownloadHistoryOptions } from './download-options';

/** Some rows of a history, oldest first; every row before `doneToMs` has been given. */
export type HistoryChunk = { readonly rows: readonly string[]; readonly doneToMs: UnixMs };

/** How one kind of history is got and written. The first column of a row is always its time. */
export type HistoryRows = {
  readonly header: string;
  /** Time from one row to the next; 0 where rows come when they come, and nothing can be missed by its time. */
  readonly stepMs: number;
  /** The rows in [`fromMs`, `toMs`), oldest first. */
  chunks(fromMs: UnixMs, toMs: UnixMs): AsyncGenerator<HistoryChunk>;
};

const HOUR_MS = 3_600_000;
/** A week of funding is one page of the Indexer with room to spare. */
const FUNDING_CHUNK_MS = 28 * 24 * HOUR_MS;
const SHORTEST_CHUNK_MS = 60_000;
const LONGEST_CHUNK_MS = 24 * HOUR_MS;
const FEW_TRADES = 1_000;
const MANY_TRADES = 10_000;

/** The rows of the kind that is asked for. */
export function historyRows(options: DownloadHistoryOptions): HistoryRows {
  switch (options.kind) {
    case 'candles':
      return candleRows(options);
    case 'trades':
      return tradeRows(options);
    case 'funding':
      return fundingRows(options);
  }
}

function candleRows(options: DownloadHistoryOptions & { readonly kind: 'candles' }): HistoryRows {
  return {
    header: 'started_ms,open_usd,high_usd,low_usd,close_usd,volume_base,volume_usd,trades,starting_open_interest_base',
    stepMs: CANDLE_MS[options.resolution],
    async *chunks(fromMs, toMs) {
      for await (const { candles, doneToMs } of candlePages({ ...options, fromMs, toMs })) {
        yield { rows: candles.map(candleRow), doneToMs };
      }
    },
  };
}

function tradeRows(options: DownloadHistoryOptions): HistoryRows {
  return {
    header: 'exchange_ms,height,id,side,price_usd,size_base,type',
    stepMs: 0,
    async *chunks(fromMs, toMs) {
      let chunkMs = HOUR_MS;
      for (let startMs: number = fromMs; startMs < toMs;) {
        const endMs = unixMs(Math.min(toMs, startMs + chunkMs));
        const trades: ListedTrade[] = [];
        for await (const trade of allTrades({ ...options, fromMs: unixMs(startMs), toMs: endMs })) trades.push(trade);
        yield { rows: trades.sort(byChainPosition).map(tradeRow), doneToMs: endMs };
        startMs = endMs;
        // The Indexer gives the newest trades first, so a chunk is held in memory until its oldest one came.
        if (trades.length < FEW_TRADES) chunkMs = Math.min(LONGEST_CHUNK_MS, chunkMs * 2);
        if (trades.length > MANY_TRADES) chunkMs = Math.max(SHORTEST_CHUNK_MS, chunkMs / 2);
      }
    },
  };
}

function fundingRows(options: DownloadHistoryOptions): HistoryRows {
  return {
    header: 'effective_ms,height,rate_1h,price_usd',
    stepMs: HOUR_MS,
    async *chunks(fromMs, toMs) {
      for (let startMs: number = fromMs; startMs < toMs; startMs += FUNDING_CHUNK_MS) {
        const endMs = unixMs(Math.min(toMs, startMs + FUNDING_CHUNK_MS));
        const rates: FundingRate[] = [];
        for await (const rate of allFunding({ ...options, fromMs: unixMs(startMs), toMs: endMs })) rates.push(rate);
        yield { rows: rates.reverse().map(fundingRow), doneToMs: endMs };
      }
    },
  };
}

function candleRow(candle: Candle): string {
  const { startedMs, openUsd, highUsd, lowUsd, closeUsd, volumeBase, volumeUsd, trades } = candle;
  const prices = [openUsd, highUsd, lowUsd, closeUsd];
  return [startedMs, ...prices, volumeBase, volumeUsd, trades, candle.startingOpenInterestBase].join(',');
}

function tradeRow({ exchangeMs, height, id, side, priceUsd, sizeBase, type }: ListedTrade): string {
  return [exchangeMs, height, id, side, priceUsd, sizeBase, type].join(',');
}

function fundingRow({ exchangeMs, height, rate1h, priceUsd }: FundingRate): string {
  return [exchangeMs, height, rate1h, priceUsd].join(',');
}

/** Ids are positions in the chain, written with a fixed number of digits. */
function byChainPosition(a: ListedTrade, b: ListedTrade): number {
  if (a.exchangeMs !== b.exchangeMs) return a.exchangeMs - b.exchangeMs;
  return a.id < b.id ? -1 : 1;
}
