import type { MarketId, OpenOrder, ProcessedMarketData, QuotesDecision, Reason } from '@perpstream/core';
import type { MarketView } from '../portfolio/market-view';

/** One side of a quote: price in USD per base unit, size in base units, both > 0. */
export type Quote = NonNullable<QuotesDecision['bid']>;

/** Up to two quotes; a side that is absent is not quoted. */
export type QuoteSides = Pick<QuotesDecision, 'bid' | 'ask'>;

/** What a model wants to quote now. The framework rounds, bounds and throttles it; a bid at or above the ask is no plan. */
export type QuotePlan = QuoteSides & {
  /** In [0, 1]. */
  readonly confidence: number;
  readonly reasons: readonly Reason[];
};

/** One market at the moment at which its quotes are made. */
export type QuoteView = {
  /** The market, its data live; `top` leaves out levels that are the account's own orders alone. */
  readonly market: MarketView & { readonly top: NonNullable<MarketView['top']> };
  readonly nowMs: number;
  /** Signed position of the account in the market: base units, and USD at the mid. */
  readonly inventoryBase: number;
  readonly inventoryUsd: number;
  /** The account's open orders in the market. */
  readonly openQuotes: readonly OpenOrder[];
};

/**
 * The part of a quoting strategy that is its own: which two prices, how much of each. Everything else (which markets, when,
 * the grid of the exchange, inventory limits, withdrawal) is the framework's. One model per market and subscription.
 */
export interface QuoteModel {
  /** Takes in one event of its market, for models that keep a state of their own. */
  observe?(event: ProcessedMarketData): void;
  /** What to quote now; undefined for nothing. Asked at most once per block, only while the market may be quoted. */
  quotes(view: QuoteView): QuotePlan | undefined;
}

/** Makes the model of a market. */
export type CreateQuoteModel = (marketId: MarketId) => QuoteModel;

/** Puts two sides together, leaving out what is undefined. */
export function quoteSides(bid: Quote | undefined, ask: Quote | undefined): QuoteSides {
  return { ...(bid && { bid }), ...(ask && { ask }) };
}

/** Whether nothing is quoted. */
export function isEmpty({ bid, ask }: QuoteSides): boolean {
  return bid === undefined && ask === undefined;
}
