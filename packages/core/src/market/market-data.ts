import type { Stamp } from '../input/stamp';
import type { MarketId } from '../units/market-id';
import type { UnixMs } from '../units/unix-ms';
import type { MarketRules, MarketStatus } from './market-rules';

/** What every event of a market carries. */
export type MarketEvent = Stamp & { readonly marketId: MarketId };

/**
 * Price levels in columns, in the order in which the exchange stated them; one index is one level. Sizes are absolute
 * (the new size of the level, in base units), 0 deletes the level.
 */
export type BookLevels = {
  readonly count: number;
  /** 1 = bid, 0 = ask. */
  readonly isBid: ArrayLike<number>;
  readonly pricesUsd: ArrayLike<number>;
  readonly sizesBase: ArrayLike<number>;
};

/** The whole book as the exchange states it on subscribing: at most 100 levels a side. Replaces what was known. */
export type BookSnapshot = MarketEvent & { readonly kind: 'book-snapshot'; readonly levels: BookLevels };

/** All level changes of one frame. */
export type BookChange = MarketEvent & { readonly kind: 'book-change'; readonly levels: BookLevels };

/** Side of the taker of a trade, or of an order. */
export type Side = 'buy' | 'sell';

/** One trade. `id` is unique and sorts by position in the chain. */
export type Trade = {
  readonly id: string;
  /** Side of the taker. */
  readonly side: Side;
  readonly sizeBase: number;
  readonly priceUsd: number;
  /** Time of the block, by the exchange. */
  readonly exchangeMs: UnixMs;
  readonly type: 'limit' | 'liquidated' | 'deleveraged' | 'twap' | 'other';
};

/** The trades of one frame, oldest first. `isSnapshot`: history sent on subscribing, may repeat what was seen. */
export type Trades = MarketEvent & {
  readonly kind: 'trades';
  readonly isSnapshot: boolean;
  readonly trades: readonly Trade[];
};

/** Candle lengths of the Indexer. */
export type CandleResolution = '1MIN' | '5MINS' | '15MINS' | '30MINS' | '1HOUR' | '4HOURS' | '1DAY';

/** A candle as the Indexer computes it; the newest one of a market is still open and is sent again as it grows. */
export type Candle = {
  readonly startedMs: UnixMs;
  readonly resolution: CandleResolution;
  readonly openUsd: number;
  readonly highUsd: number;
  readonly lowUsd: number;
  readonly closeUsd: number;
  readonly volumeBase: number;
  readonly volumeUsd: number;
  readonly trades: number;
  readonly startingOpenInterestBase: number;
};

/** The candles of one frame, oldest first. */
export type Candles = MarketEvent & {
  readonly kind: 'candles';
  readonly isSnapshot: boolean;
  readonly candles: readonly Candle[];
};

/** A new oracle price: the mark for equity, margin and liquidation. */
export type OraclePrice = MarketEvent & {
  readonly kind: 'oracle';
  readonly priceUsd: number;
  /** When the chain took it, absent in the market list sent on subscribing. */
  readonly exchangeMs?: UnixMs;
};

/** What is known of a market besides book and trades. Absent = not stated by this frame. */
export type MarketFacts = {
  readonly rules?: MarketRules;
  readonly status?: MarketStatus;
  /** Predicted funding of the current hour as a fraction per hour; positive means longs pay. */
  readonly nextFundingRate1h?: number;
  readonly openInterestBase?: number;
  readonly volume24hUsd?: number;
  readonly priceChange24hUsd?: number;
  readonly trades24h?: number;
};

/** A partial update of a market's facts: merge it, never replace. */
export type MarketUpdate = MarketEvent & { readonly kind: 'market'; readonly facts: MarketFacts };

/** The stream of one market and channel is interrupted; what was known of it may be wrong until the next snapshot. */
export type Gap = MarketEvent & {
  readonly kind: 'gap';
  readonly channel: 'book' | 'trades' | 'candles' | 'markets';
  readonly reason: string;
};

/**
 * Messages of a stream may be missing or late while it still delivers: what is known of it may be wrong. Ends with the
 * same event and `isOver` true, or with a gap and the next snapshot.
 */
export type Doubt = MarketEvent & {
  readonly kind: 'doubt';
  readonly channel: Gap['channel'];
  readonly isOver: boolean;
  readonly reason: string;
};

/**
 * The book as the REST interface stated it, to check the streamed one against: at most 100 levels a side, uncrossed by
 * the exchange, and somewhat older than the stream. Replaces nothing by itself.
 */
export type BookAudit = MarketEvent & {
  readonly kind: 'book-audit';
  /** When the question was sent: what the stream changed since cannot be judged by this answer. */
  readonly requestedMs: UnixMs;
  readonly levels: BookLevels;
};

/** A committed block of the chain. Belongs to no market. */
export type Block = Stamp & {
  readonly kind: 'block';
  readonly height: number;
  readonly exchangeMs: UnixMs;
};

/** What `connection` delivers about markets: one event per frame per market. */
export type MarketData =
  BookSnapshot | BookChange | BookAudit | Trades | Candles | OraclePrice | MarketUpdate | Gap | Doubt | Block;
