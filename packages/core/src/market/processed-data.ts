import type { BookView, TopOfBook } from '../book/book-view';
import type { MarketId } from '../units/market-id';
import type { UnixMs } from '../units/unix-ms';
import type { Block, MarketEvent } from './market-data';
import type { MarketRules, MarketStatus } from './market-rules';

/** The book of a market after one frame. `top` is a copy, `view` reads through to the live book. Never crossed. */
export type BookUpdate = MarketEvent & {
  readonly kind: 'book';
  readonly top: TopOfBook;
  readonly view: BookView;
  /** Levels hidden in this view because they cross; 0 in a healthy book. */
  readonly hiddenLevels: number;
};

/** What the trades of one frame amount to. Only trades not seen before count; history of a snapshot is not flow. */
export type TradeFlow = MarketEvent & {
  readonly kind: 'flow';
  /** Bought and sold by takers, in base units and USD. */
  readonly buyBase: number;
  readonly sellBase: number;
  readonly buyUsd: number;
  readonly sellUsd: number;
  readonly trades: number;
  /** Of these, forced: liquidated or deleveraged, in USD. */
  readonly forcedUsd: number;
  readonly largestTradeUsd: number;
  readonly highPriceUsd: number;
  readonly lowPriceUsd: number;
  readonly lastPriceUsd: number;
  /** Exchange time of the newest trade. */
  readonly exchangeMs: UnixMs;
};

/** A closed bar made from trades. A bar without trades has open = high = low = close = previous close and no volume. */
export type Bar = {
  readonly intervalMs: number;
  readonly startMs: UnixMs;
  /** Exclusive end, in exchange time. */
  readonly endMs: UnixMs;
  readonly openUsd: number;
  readonly highUsd: number;
  readonly lowUsd: number;
  readonly closeUsd: number;
  readonly volumeBase: number;
  readonly volumeUsd: number;
  readonly buyBase: number;
  readonly trades: number;
};

/** A bar that is closed for good; sent once, in order, without holes. */
export type BarClosed = MarketEvent & { readonly kind: 'bar'; readonly bar: Bar };

/** What is known of a market besides its book; sent on every change. Fields are absent until the exchange stated them. */
export type MarketContext = MarketEvent & {
  readonly kind: 'context';
  readonly status: MarketStatus;
  readonly rules?: MarketRules;
  readonly oraclePriceUsd?: number;
  /** Receive time of the oracle price. */
  readonly oracleReceivedMs?: UnixMs;
  readonly nextFundingRate1h?: number;
  readonly openInterestBase?: number;
  readonly volume24hUsd?: number;
  readonly priceChange24hUsd?: number;
};

/**
 * How far the book and trades of a market can be trusted.
 *
 * - `syncing`: nothing known yet, or waiting for a snapshot after an interruption
 * - `live`: complete and fresh
 * - `stale`: complete, but nothing came for longer than the bound
 */
export type QualityLevel = 'syncing' | 'live' | 'stale';

/** A change of a market's data quality. */
export type DataQuality = MarketEvent & {
  readonly kind: 'quality';
  readonly level: QualityLevel;
  /** Age of the newest data of the market in ms when this was sent; Infinity when there are none. */
  readonly ageMs: number;
  readonly reason: string;
};

/** What `data` delivers: the state of all markets as events, in the order of the inputs. Blocks pass through. */
export type ProcessedData = BookUpdate | TradeFlow | BarClosed | MarketContext | DataQuality | Block;

/** A processed event that belongs to one market. */
export type ProcessedMarketData = Extract<ProcessedData, { readonly marketId: MarketId }>;
