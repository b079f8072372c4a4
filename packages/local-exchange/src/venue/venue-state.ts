import type { CandleResolution } from '@perpstream/core';
import { AccountsState } from '../accounts/accounts-state';
import type { BookSource } from './book-source';
import { BookState } from './book-state';
import { BoundedList } from './bounded-list';
import type { ChannelUpdate } from './channel-update';
import type {
  IndexerBook,
  IndexerBookChange,
  IndexerCandle,
  IndexerFunding,
  IndexerHeight,
  IndexerMarket,
  IndexerMarketsChange,
  IndexerTrade,
} from './indexer-shapes';
import { RESOLUTIONS } from './resolution';
import { without } from './without';

/** Levels a side in snapshots and REST answers. */
const BOOK_DEPTH = 100;
/** Longest history that is kept of trades, candles and funding, and the most one answer holds. */
export const HISTORY_LIMIT = 1000;
/** A candle update concerns the newest candle or, at the start of a period, the one before. */
const CANDLE_REACH = 2;

/**
 * The state of all markets as the sum of the updates applied to it. Every snapshot and every REST answer is made from
 * it, so what a late subscriber sees is what an early one has put together. Memory is bounded per market.
 */
export class VenueState {
  readonly #markets = new Map<string, IndexerMarket>();
  readonly #books = new Map<string, BookState>();
  readonly #sources = new Map<string, BookSource>();
  readonly #trades = new Map<string, BoundedList<IndexerTrade>>();
  readonly #candles = new Map<string, BoundedList<IndexerCandle>>();
  readonly #funding = new Map<string, BoundedList<IndexerFunding>>();
  #height: IndexerHeight | undefined;

  /** Subaccounts, their orders, fills, positions and transfers. */
  readonly accounts: AccountsState = new AccountsState({
    market: (ticker) => this.#markets.get(ticker),
    height: () => this.#height,
  });

  apply(update: ChannelUpdate): void {
    switch (update.channel) {
      case 'v4_orderbook':
        return this.#book(update.id).apply(update.contents);
      case 'v4_trades':
        for (const trade of update.contents.trades) this.#addTrade(update.id, trade);
        return;
      case 'v4_candles':
        return this.#addCandle(update.id, update.contents);
      case 'v4_markets':
        return this.#mergeMarkets(update.contents);
      case 'v4_subaccounts':
        return this.accounts.apply(update.id, update.contents);
      case 'v4_block_height':
        this.#height = { height: update.contents.blockHeight, time: update.contents.time };
    }
  }

  /** Replaces the book of a market; returns the level updates that lead there from the book before. */
  replaceBook(ticker: string, book: IndexerBook): IndexerBookChange[] {
    return this.#book(ticker).replace(book);
  }

  /** Reads the book of a market from where it is matched, from now on; updates of it no longer matter then. */
  attachBook(ticker: string, source: BookSource): void {
    this.#sources.set(ticker, source);
  }

  /** Forgets a market and everything about it, as if it had never been listed. */
  removeMarket(ticker: string): void {
    for (const table of [this.#markets, this.#books, this.#sources, this.#trades, this.#funding]) table.delete(ticker);
    for (const resolution of RESOLUTIONS) this.#candles.delete(`${ticker}/${resolution}`);
  }

  addFunding(funding: IndexerFunding): void {
    listOf(this.#funding, funding.ticker).push(funding);
  }

  hasMarket(ticker: string): boolean {
    return this.#markets.has(ticker) || this.#books.has(ticker) || this.#trades.has(ticker);
  }

  /** All markets by ticker, in the order in which they became known. */
  markets(): ReadonlyMap<string, IndexerMarket> {
    return this.#markets;
  }

  /** At most 100 levels a side, best first, uncrossed; empty when nothing is known. */
  book(ticker: string): IndexerBook {
    return this.#source(ticker)?.snapshot(BOOK_DEPTH) ?? { bids: [], asks: [] };
  }

  /**
   * Every level of the true book, best first; empty when nothing is known. Where the book is the sum of its updates, as
   * with a recording, that is every level as last set, crossed ones included.
   */
  fullBook(ticker: string): IndexerBook {
    return this.#source(ticker)?.levels() ?? { bids: [], asks: [] };
  }

  /** At most 1000 trades, newest first. */
  trades(ticker: string): IndexerTrade[] {
    return this.#trades.get(ticker)?.newestFirst() ?? [];
  }

  /** At most 1000 candles, newest first. */
  candles(ticker: string, resolution: CandleResolution): IndexerCandle[] {
    return this.#candles.get(`${ticker}/${resolution}`)?.newestFirst() ?? [];
  }

  /** The newest candle of a subscription id such as `BTC-USD/1MIN`. */
  newestCandle(id: string): IndexerCandle | undefined {
    return this.#candles.get(id)?.newest();
  }

  /** At most 1000 hours of funding, newest first. */
  funding(ticker: string): IndexerFunding[] {
    return this.#funding.get(ticker)?.newestFirst() ?? [];
  }

  /** The last block; undefined before the first. */
  height(): IndexerHeight | undefined {
    return this.#height;
  }

  #source(ticker: string): BookSource | undefined {
    return this.#sources.get(ticker) ?? this.#books.get(ticker);
  }

  #book(ticker: string): BookState {
    let book = this.#books.get(ticker);
    if (book === undefined) this.#books.set(ticker, (book = new BookState()));
    return book;
  }

  #addTrade(ticker: string, trade: IndexerTrade): void {
    // The first four bytes of a trade id are the height of its block.
    const createdAtHeight = trade.createdAtHeight ?? String(Number.parseInt(trade.id.slice(0, 8), 16));
    listOf(this.#trades, ticker).push({ ...trade, createdAtHeight });
  }

  #addCandle(id: string, candle: IndexerCandle): void {
    const candles = listOf(this.#candles, id);
    if (!candles.replace(candle, ({ startedAt }) => startedAt === candle.startedAt, CANDLE_REACH)) candles.push(candle);
  }

  #mergeMarkets({ trading = {}, oraclePrices = {} }: IndexerMarketsChange): void {
    for (const [ticker, patch] of Object.entries(trading)) {
      // Updates carry ids that the market list does not show.
      this.#markets.set(ticker, { ...(this.#markets.get(ticker) ?? { ticker }), ...without(patch, 'id', 'marketId') });
    }
    for (const [ticker, { oraclePrice }] of Object.entries(oraclePrices)) {
      const market = this.#markets.get(ticker);
      if (market !== undefined) this.#markets.set(ticker, { ...market, oraclePrice });
    }
  }
}

function listOf<T>(lists: Map<string, BoundedList<T>>, key: string): BoundedList<T> {
  let list = lists.get(key);
  if (list === undefined) lists.set(key, (list = new BoundedList(HISTORY_LIMIT)));
  return list;
}
