import { type BookLevels, type Candle, type MarketId, type RestAnswer, type UnixMs } from '@perpstream/core';
import { readCandleList } from '../wire/candles';
import { readFields } from '../wire/fields';
import { readLevels } from '../wire/orderbook';
import {
  readBalanceList,
  readFillList,
  readFundingPayments,
  readHistoricalPnl,
  readListedOrder,
  readOrderList,
  readParentSubaccount,
  readPositionList,
  readSubaccount,
  readSubaccounts,
  readTransferList,
  type FundingPayment,
  type ListedBalance,
  type ListedFill,
  type ListedOrder,
  type ListedPosition,
  type ListedTransfer,
  type ParentSubaccount,
  type PnlPoint,
  type Subaccount,
} from './account-answers';
import {
  accountListPath,
  addressPath,
  newestPath,
  orderPath,
  ordersPath,
  subaccountPath,
  type OrderFilter,
  type PositionFilter,
  type SubaccountRef,
} from './account-paths';
import { transportOptions, type IndexerRestOptions } from './indexer-rest-options';
import {
  readBlock,
  readFundingList,
  readMarketList,
  readServerTime,
  readSparklines,
  readTradeList,
  type FundingRate,
  type ListedBlock,
  type ListedMarket,
  type ListedTrade,
} from './market-answers';
import {
  candlesPath,
  checkedLimit,
  fundingPath,
  isoTime,
  orderBookPath,
  pathOf,
  tradesPath,
  type CandleQuery,
  type NewestQuery,
} from './rest-paths';
import { readBody } from './rest-request';
import { getAnswer } from './rest-transport';

/** What a caller may ask of any call. */
export type RestCall = {
  /** Ends the call: it fails with `cancelled`. */
  readonly signal?: AbortSignal;
  /** Takes the raw answer, for the run log, before it is read. */
  readonly onAnswer?: (answer: RestAnswer) => void;
};

/**
 * The REST interface of an Indexer, as far as a bot needs it. Every call rejects with an `IndexerRestError`, or with a
 * `RangeError` when it asks for what is outside its bounds. Lists come newest first, except where it says otherwise.
 */
export interface IndexerRest {
  /** The answer to any path below the root as it came, for example `/height`; the body is not looked at. */
  get(path: string, call?: RestCall): Promise<RestAnswer>;
  /** All markets, and the raw answer for the run log (`decodeInputs` reads it). */
  perpetualMarkets(
    call?: RestCall,
  ): Promise<{ readonly markets: readonly ListedMarket[]; readonly answer: RestAnswer }>;
  /** The book, at most 100 levels a side, bids first, best level of each side first. */
  orderBook(marketId: MarketId, call?: RestCall): Promise<BookLevels>;
  trades(marketId: MarketId, query?: NewestQuery, call?: RestCall): Promise<readonly ListedTrade[]>;
  /** Candles, oldest first. */
  candles(query: CandleQuery, call?: RestCall): Promise<readonly Candle[]>;
  historicalFunding(marketId: MarketId, query?: NewestQuery, call?: RestCall): Promise<readonly FundingRate[]>;
  /** Closing prices of every market, oldest first: 24 hours, or 42 times 4 hours. */
  sparklines(period: 'ONE_DAY' | 'SEVEN_DAYS', call?: RestCall): Promise<ReadonlyMap<MarketId, readonly number[]>>;
  /** The server's clock. `serverTime` measures how far it is from ours. */
  time(call?: RestCall): Promise<UnixMs>;
  /** The latest block that the Indexer knows. */
  height(call?: RestCall): Promise<ListedBlock>;
  /** All subaccounts of an address; status 404 when it has none. */
  subaccounts(address: string, call?: RestCall): Promise<readonly Subaccount[]>;
  subaccount(address: string, subaccountNumber: number, call?: RestCall): Promise<Subaccount>;
  parentSubaccount(address: string, parentSubaccountNumber: number, call?: RestCall): Promise<ParentSubaccount>;
  orders(account: SubaccountRef, filter?: OrderFilter, call?: RestCall): Promise<readonly ListedOrder[]>;
  /** One order by the Indexer's id; status 404 when it is unknown. */
  order(orderId: string, call?: RestCall): Promise<ListedOrder>;
  fills(account: SubaccountRef, query?: NewestQuery, call?: RestCall): Promise<readonly ListedFill[]>;
  perpetualPositions(
    account: SubaccountRef,
    filter?: PositionFilter,
    call?: RestCall,
  ): Promise<readonly ListedPosition[]>;
  assetPositions(account: SubaccountRef, call?: RestCall): Promise<readonly ListedBalance[]>;
  transfers(account: SubaccountRef, query?: NewestQuery, call?: RestCall): Promise<readonly ListedTransfer[]>;
  fundingPayments(
    account: SubaccountRef,
    query?: { readonly marketId?: MarketId; readonly limit?: number; readonly afterOrAtMs?: UnixMs },
    call?: RestCall,
  ): Promise<readonly FundingPayment[]>;
  historicalPnl(account: SubaccountRef, query?: NewestQuery, call?: RestCall): Promise<readonly PnlPoint[]>;
  /** How well each server answered lately, from 0 to 1. */
  health(): readonly { readonly url: string; readonly score: number }[];
}

/**
 * A client for the Indexer's REST interface.
 *
 * It keeps within the rate limits as the server counts them (each group of paths apart, callers in the order in which
 * they asked), waits as long as a 429 says, tries again what may work the next time, and asks the healthiest of several
 * servers. It caches nothing.
 * @throws RangeError when an option is outside its bounds
 * @example const { markets, answer } = await indexerRest({ restUrl: INDEXER_NETWORKS.mainnet.restUrl, clock }).perpetualMarkets();
 * @see v4-chain `indexer/services/comlink` for the interface
 */
export function indexerRest(options: IndexerRestOptions): IndexerRest {
  const transport = transportOptions(options);
  const ask = async <T>(path: string, read: (body: unknown) => T, call: RestCall = {}): Promise<T> => {
    const { url, answer } = await getAnswer(path, transport, call.signal);
    call.onAnswer?.(answer);
    return readBody(url, answer.body, read);
  };
  const inside = <T>(read: (value: unknown) => T) => {
    return (body: unknown): T => read(readFields(body, 'body').subaccount);
  };
  return {
    get: async (path, call = {}) => {
      const { answer } = await getAnswer(path, transport, call.signal);
      call.onAnswer?.(answer);
      return answer;
    },
    perpetualMarkets: async (call = {}) => {
      const { url, answer } = await getAnswer('/perpetualMarkets', transport, call.signal);
      call.onAnswer?.(answer);
      return { markets: readBody(url, answer.body, readMarketList), answer };
    },
    orderBook: (marketId, call) => ask(orderBookPath(marketId), (body) => readLevels([body]), call),
    trades: async (marketId, query = {}, call) => ask(tradesPath(marketId, query), readTradeList, call),
    candles: async (query, call) => ask(candlesPath(query), readCandleList, call),
    historicalFunding: async (marketId, query = {}, call) => ask(fundingPath(marketId, query), readFundingList, call),
    sparklines: (timePeriod, call) => ask(pathOf('/sparklines', { timePeriod }), readSparklines, call),
    time: (call) => ask('/time', readServerTime, call),
    height: (call) => ask('/height', readBlock, call),
    subaccounts: (address, call) => ask(addressPath(address), readSubaccounts, call),
    subaccount: async (address, subaccountNumber, call) =>
      ask(subaccountPath({ address, subaccountNumber }), inside(readSubaccount), call),
    parentSubaccount: async (address, parentSubaccountNumber, call) =>
      ask(subaccountPath({ address, parentSubaccountNumber }), inside(readParentSubaccount), call),
    orders: async (account, filter, call) => ask(ordersPath(account, filter), readOrderList, call),
    order: (orderId, call) => ask(orderPath(orderId), readListedOrder, call),
    fills: async (account, query, call) => ask(newestPath('/fills', account, query), readFillList, call),
    perpetualPositions: async (account, filter = {}, call) =>
      ask(accountListPath('/perpetualPositions', account, filter), readPositionList, call),
    assetPositions: async (account, call) => ask(accountListPath('/assetPositions', account), readBalanceList, call),
    transfers: async (account, query, call) => ask(newestPath('/transfers', account, query), readTransferList, call),
    fundingPayments: async (account, { marketId, limit, afterOrAtMs } = {}, call) => {
      const query = { limit: checkedLimit(limit), ticker: marketId, afterOrAt: isoTime(afterOrAtMs) };
      return ask(accountListPath('/fundingPayments', account, query), readFundingPayments, call);
    },
    historicalPnl: async (account, query, call) =>
      ask(newestPath('/historical-pnl', account, query), readHistoricalPnl, call),
    health: () => {
      const nowMs = transport.scheduler.now();
      return transport.servers.map(({ url, health }) => ({ url, score: health.scoreAt(nowMs) }));
    },
  };
}
