import {
  type BookLevels,
  type Candle,
  type CandleResolution,
  type Clock,
  type MarketFacts,
  type MarketId,
  type RestAnswer,
  type UnixMs,
} from '@perpstream/core';
import { CANDLE_RESOLUTIONS, readCandleList } from '../wire/candles';
import { PERPETUAL_MARKETS_PATH } from '../wire/decode-rest';
import { readMarketStatements } from '../wire/markets';
import { readLevels } from '../wire/orderbook';
import { getText, readBody } from './rest-request';

/** A market of the Indexer's list. The oracle price is absent before the first one. */
export type ListedMarket = {
  readonly marketId: MarketId;
  readonly facts: MarketFacts;
  readonly oraclePriceUsd?: number;
};

/** Which candles to get: at most `limit` (1..1000) of those that start in [`fromMs`, `toMs`), the newest ones first. */
export type CandleQuery = {
  readonly marketId: MarketId;
  readonly resolution: CandleResolution;
  readonly limit?: number;
  readonly fromMs?: UnixMs;
  readonly toMs?: UnixMs;
};

/** The REST interface of an Indexer, as far as a bot needs it. Every call rejects with an `IndexerRestError`. */
export interface IndexerRest {
  /** All markets, and the raw answer for the run log (`decodeInputs` reads it). */
  perpetualMarkets(): Promise<{ readonly markets: readonly ListedMarket[]; readonly answer: RestAnswer }>;
  /** Candles, oldest first. */
  candles(query: CandleQuery): Promise<readonly Candle[]>;
  /** The book, at most 100 levels a side, bids first, best level of each side first. */
  orderBook(marketId: MarketId): Promise<BookLevels>;
}

/** Options of the REST client. */
export type IndexerRestOptions = {
  /** Root of the API, for example `https://indexer.dydx.trade/v4`. */
  readonly restUrl: string;
  /** Wall clock, for the receive time of answers. */
  readonly clock: Clock;
  /** A call that has not delivered its whole body by then fails, > 0. Default 10,000. */
  readonly timeoutMs?: number;
  readonly fetch?: typeof globalThis.fetch;
};

/**
 * A client for the Indexer's REST interface. It neither retries nor caches: the caller knows whether a call is worth it.
 *
 * @throws RangeError when `restUrl` is no http(s) URL, `timeoutMs` is not positive, or a query is outside its bounds
 * @example const { markets, answer } = await indexerRest({ restUrl: INDEXER_NETWORKS.mainnet.restUrl, clock }).perpetualMarkets();
 * @see v4-chain `indexer/services/comlink` for the interface
 */
export function indexerRest(options: IndexerRestOptions): IndexerRest {
  const { clock, timeoutMs = 10_000, fetch = globalThis.fetch } = options;
  const restUrl = options.restUrl.replace(/\/+$/, '');
  if (!/^https?:\/\//.test(restUrl) || !URL.canParse(restUrl)) {
    throw new RangeError(`restUrl must be an http:// or https:// URL, was "${options.restUrl}"`);
  }
  if (!(timeoutMs > 0)) throw new RangeError(`timeoutMs must be > 0, was ${timeoutMs}`);
  const get = async <T>(path: string, read: (body: unknown) => T): Promise<{ text: string; value: T }> => {
    const text = await getText(`${restUrl}${path}`, { timeoutMs, fetch });
    return { text, value: readBody(`${restUrl}${path}`, text, read) };
  };
  return {
    perpetualMarkets: async () => {
      const { text, value } = await get(PERPETUAL_MARKETS_PATH, readMarketList);
      const receivedUs = Math.round(clock.now() * 1_000);
      return { markets: value, answer: { kind: 'rest', receivedUs, path: PERPETUAL_MARKETS_PATH, body: text } };
    },
    candles: async (query) => (await get(candlesPath(query), readCandleList)).value,
    orderBook: async (marketId) => {
      const path = `/orderbooks/perpetualMarket/${encodeURIComponent(marketId)}`;
      return (await get(path, (body) => readLevels([body]))).value;
    },
  };
}

function readMarketList(body: unknown): ListedMarket[] {
  return [...readMarketStatements([body])].map(([marketId, { facts, oracle }]) =>
    oracle === undefined ? { marketId, facts } : { marketId, facts, oraclePriceUsd: oracle.priceUsd },
  );
}

function candlesPath({ marketId, resolution, limit, fromMs, toMs }: CandleQuery): string {
  if (!CANDLE_RESOLUTIONS.includes(resolution)) throw new RangeError(`unknown resolution "${resolution}"`);
  if (limit !== undefined && !(Number.isInteger(limit) && limit >= 1 && limit <= 1_000)) {
    throw new RangeError(`limit must be a whole number in 1..1000, was ${limit}`);
  }
  const query = new URLSearchParams({ resolution });
  if (limit !== undefined) query.set('limit', String(limit));
  if (fromMs !== undefined) query.set('fromISO', new Date(fromMs).toISOString());
  if (toMs !== undefined) query.set('toISO', new Date(toMs).toISOString());
  return `/candles/perpetualMarkets/${encodeURIComponent(marketId)}?${query.toString()}`;
}
