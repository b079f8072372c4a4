import type { BookView, DataQuality, MarketContext, MarketId, Position, Score, TopOfBook } from '@perpstream/core';

/**
 * One market as a strategy sees it at one moment. Fields are undefined until the stream stated them. A view reads through
 * to what is known: read what you need while you are asked, copy what you keep.
 */
export type MarketView = {
  readonly marketId: MarketId;
  /** The latest scores; undefined while the data of the market are not live: nothing from before an interruption counts. */
  readonly scores: Readonly<Record<string, Score>> | undefined;
  /** The best prices; undefined while the data of the market are not live. */
  readonly top: TopOfBook | undefined;
  /** The order book behind `top`; undefined while the data of the market are not live. */
  readonly book: BookView | undefined;
  readonly context: MarketContext | undefined;
  readonly quality: DataQuality | undefined;
  /** When the market was first heard of, in ms: the bot cannot know how old it is beyond that. */
  readonly sinceMs: number;
  /** Standard deviation of the log return of one hour, from closes of bars; undefined until warm. */
  readonly volatility1h: number | undefined;
  /** Signed notional that this strategy decided last, in USD. */
  readonly targetUsd: number;
  /** The position the account shows, of whomever. */
  readonly position: Position | undefined;
};
