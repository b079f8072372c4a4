/**
 * The objects of the Indexer's protocol as they stand in `contents` and in REST answers. Amounts are decimal strings.
 *
 * @see v4-chain `indexer/packages/postgres/src/types/websocket-message-types.ts`
 */
export type IndexerLevel = { readonly price: string; readonly size: string };

/** A changed level: price and new absolute size; size `0` deletes it. */
export type IndexerLevelChange = readonly [price: string, size: string];

/** One update of a book: usually one level of one side. */
export type IndexerBookChange = {
  readonly bids?: readonly IndexerLevelChange[];
  readonly asks?: readonly IndexerLevelChange[];
};

/** A book as stated on subscribing and by REST, best level first. */
export type IndexerBook = { readonly bids: readonly IndexerLevel[]; readonly asks: readonly IndexerLevel[] };

/** A trade; `createdAtHeight` stands in snapshots and REST answers only. */
export type IndexerTrade = {
  readonly id: string;
  readonly size: string;
  readonly price: string;
  readonly side: 'BUY' | 'SELL';
  readonly createdAt: string;
  readonly type: string;
  readonly createdAtHeight?: string;
};

export type IndexerTrades = { readonly trades: readonly IndexerTrade[] };

export type IndexerCandle = {
  readonly startedAt: string;
  readonly ticker: string;
  readonly resolution: string;
  readonly low: string;
  readonly high: string;
  readonly open: string;
  readonly close: string;
  readonly baseTokenVolume: string;
  readonly usdVolume: string;
  readonly trades: number;
  readonly startingOpenInterest: string;
  readonly orderbookMidPriceOpen?: string | null;
  readonly orderbookMidPriceClose?: string | null;
};

/** A market of the `perpetualMarkets` answer, or a part of it. */
export type IndexerMarket = Readonly<Record<string, string | number | null>>;

export type IndexerOraclePrice = {
  readonly oraclePrice: string;
  readonly effectiveAt: string;
  readonly effectiveAtHeight: string;
  readonly marketId: number;
};

/** An update of v4_markets: patches to merge by ticker, new oracle prices, or both. */
export type IndexerMarketsChange = {
  readonly trading?: Readonly<Record<string, IndexerMarket>>;
  readonly oraclePrices?: Readonly<Record<string, IndexerOraclePrice>>;
};

/** The height as stated on subscribing and by REST. */
export type IndexerHeight = { readonly height: string; readonly time: string };

/** The height as stated by updates; note the other key. */
export type IndexerBlock = { readonly blockHeight: string; readonly time: string };

/** The funding of one past hour; `rate` is a fraction per hour. */
export type IndexerFunding = {
  readonly ticker: string;
  readonly rate: string;
  readonly price: string;
  readonly effectiveAt: string;
  readonly effectiveAtHeight: string;
};
