import type { BookView, TopOfBook } from '../book/book-view';
import type { MarketId } from '../units/market-id';
import type { UnixMs } from '../units/unix-ms';
import type { Stamp } from '../input/stamp';
import type { Block, MarketEvent, Side } from './market-data';
import type { MarketRules, MarketStatus } from './market-rules';

/**
 * How levels that cross are told apart; each name is one documented rule.
 *
 * - `age`: of two crossing levels the one stated earlier is hidden, on a tie the smaller one (the exchange's web app)
 * - `size`: the smaller one is hidden
 * - `documentation`: the one stated earlier is hidden; on a tie both shrink by the smaller size (the exchange's documentation)
 * - `subtract`: both shrink by the smaller size, whatever their age
 * - `none`: nothing is hidden; a crossed book is not published
 */
export type UncrossPolicyName = 'age' | 'size' | 'documentation' | 'subtract' | 'none';

/** The book of a market after one frame. `top` is a copy, `view` reads through to the live book. Never crossed. */
export type BookUpdate = MarketEvent & {
  readonly kind: 'book';
  /** The rule by which it was uncrossed. */
  readonly policy: UncrossPolicyName;
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

/** Trades of one market over a trailing window of exchange time, sent when trades come and when trades leave it. */
export type FlowWindow = MarketEvent & {
  readonly kind: 'flow-window';
  readonly windowMs: number;
  /** End of the window, in exchange time. */
  readonly exchangeMs: UnixMs;
  readonly buyUsd: number;
  readonly sellUsd: number;
  /** `buyUsd` - `sellUsd`. */
  readonly signedUsd: number;
  readonly volumeBase: number;
  readonly trades: number;
  readonly tradesPerSecond: number;
  /** Trades of at least the configured size, and what they are worth. */
  readonly largeTrades: number;
  readonly largeUsd: number;
  /** Volume-weighted price; absent in a window without trades. */
  readonly vwapUsd?: number;
};

/** Positions that the exchange closed by force in one frame: liquidations, or deleveraging against the other side. */
export type ForcedFlow = MarketEvent & {
  readonly kind: 'forced-flow';
  readonly type: 'liquidated' | 'deleveraged';
  /** Side of the forced taker: `sell` closes longs. */
  readonly side: Side;
  readonly sizeBase: number;
  readonly usd: number;
  readonly trades: number;
  readonly worstPriceUsd: number;
  readonly exchangeMs: UnixMs;
};

/**
 * What closes a bar.
 *
 * - `time`: `intervalMs` of exchange time, aligned to the epoch
 * - `tick`: so many trades
 * - `volume`: so many base units traded
 * - `dollar`: so many USD traded
 * - `imbalance`: bought and sold value differ by so many USD
 */
export type BarSpec =
  | { readonly type: 'time'; readonly intervalMs: number }
  | { readonly type: 'tick'; readonly trades: number }
  | { readonly type: 'volume'; readonly base: number }
  | { readonly type: 'dollar'; readonly usd: number }
  | { readonly type: 'imbalance'; readonly usd: number };

/** A closed bar. A time bar without trades has open = high = low = close = previous close and no volume. */
export type Bar = {
  readonly spec: BarSpec;
  /** Whether it was put together from trades, or taken over from a candle of the exchange. */
  readonly source: 'trades' | 'candle';
  /** False when trades of its time may be missing. */
  readonly isComplete: boolean;
  readonly startMs: UnixMs;
  /** Exclusive end, in exchange time. */
  readonly endMs: UnixMs;
  readonly openUsd: number;
  readonly highUsd: number;
  readonly lowUsd: number;
  readonly closeUsd: number;
  readonly volumeBase: number;
  readonly volumeUsd: number;
  /** Bought by takers; NaN in a bar from a candle, which does not tell. */
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
  /** Receive time of the oracle price: its age is now minus this. */
  readonly oracleReceivedMs?: UnixMs;
  /** When the chain took the oracle price, where it was stated. */
  readonly oracleExchangeMs?: UnixMs;
  readonly nextFundingRate1h?: number;
  readonly openInterestBase?: number;
  /** Open interest now minus that of an hour ago, or of the first statement within the hour; absent before the second. */
  readonly openInterestChange1hBase?: number;
  readonly volume24hUsd?: number;
  readonly priceChange24hUsd?: number;
};

/** The status of a market changed. A new market comes from `UNKNOWN`. */
export type StatusChange = MarketEvent & {
  readonly kind: 'status-change';
  readonly from: MarketStatus;
  readonly to: MarketStatus;
};

/**
 * The exchange's clock against this computer's, estimated from blocks. Shown and checked, never used to order decisions.
 */
export type ClockSkew = Stamp & {
  readonly kind: 'clock-skew';
  /** Receive time minus exchange time of the fastest block in the window: skew plus the shortest delivery. */
  readonly skewMs: number;
  /** How much later than the fastest the newest block came. */
  readonly delayMs: number;
  /** Blocks that the estimate rests on. */
  readonly samples: number;
};

/**
 * How far the book and trades of a market can be trusted.
 *
 * - `syncing`: nothing known yet, or waiting for a snapshot after an interruption
 * - `live`: complete and fresh
 * - `dirty`: data come, but some of them may be missing or wrong; the repair is under way
 * - `stale`: complete, but nothing came for longer than the bound
 */
export type QualityLevel = 'syncing' | 'live' | 'dirty' | 'stale';

/** The outcome of one comparison of a book with the REST interface. */
export type AuditResult = {
  readonly receivedMs: UnixMs;
  /** Levels that could be judged: inside the range of the answer, and not changed lately. */
  readonly judgedLevels: number;
  /** Of these, wrong; they were corrected. */
  readonly wrongLevels: number;
};

/** A market's data quality: sent when the level changes, and when the number changed much or an audit came. */
export type DataQuality = MarketEvent & {
  readonly kind: 'quality';
  readonly level: QualityLevel;
  /** 0 (worthless) to 1 (as good as it gets); 0 unless the level is `live`. */
  readonly quality: number;
  /** Crossing levels that had to be hidden since the market was first seen. */
  readonly crossesRepaired: number;
  /** Levels of the published book on its thinner side. */
  readonly knownLevels: number;
  readonly lastAudit?: AuditResult;
  /** Age of the newest data of the market in ms when this was sent; Infinity when there are none. */
  readonly ageMs: number;
  readonly reason: string;
};

/** What `data` delivers: the state of all markets as events, in the order of the inputs. Blocks pass through. */
export type ProcessedData =
  | BookUpdate
  | TradeFlow
  | FlowWindow
  | ForcedFlow
  | BarClosed
  | MarketContext
  | StatusChange
  | DataQuality
  | ClockSkew
  | Block;

/** A processed event that belongs to one market. */
export type ProcessedMarketData = Extract<ProcessedData, { readonly marketId: MarketId }>;
