import type { MarketEvent, Side } from '../market/market-data';
import type { Quantums, QuoteQuantums, Subticks } from '../units/quantums';
import type { ClientId, OrderIntent } from './order-intent';

/** One fill of one order. `id` is unique: the same id twice is the same fill. */
export type Fill = {
  readonly id: string;
  readonly side: Side;
  readonly liquidity: 'taker' | 'maker';
  readonly quantums: Quantums;
  readonly subticks: Subticks;
  /** What the fill is worth, > 0, by the chain's own formula. */
  readonly quoteQuantums: QuoteQuantums;
  /** Paid > 0, earned < 0; rounded up. */
  readonly feeQuoteQuantums: QuoteQuantums;
  readonly sizeBase: number;
  readonly priceUsd: number;
  readonly feeUsd: number;
};

type ReportBase = MarketEvent & { readonly clientId: ClientId };

/**
 * What became of an order.
 *
 * - `submitted`: handed to the exchange, nothing known yet
 * - `accepted`: rests in the book
 * - `partially-filled`, `filled`: a fill; `filled` ends the order
 * - `cancelled`, `expired`, `rejected`: ended, with the reason; earlier fills stand
 * - `unknown`: no answer; the order may or may not exist until its last block has passed
 */
export type ExecutionReport =
  | (ReportBase & { readonly kind: 'submitted'; readonly order: OrderIntent })
  | (ReportBase & { readonly kind: 'accepted'; readonly goodTilBlock: number })
  | (ReportBase & { readonly kind: 'partially-filled'; readonly fill: Fill; readonly remainingQuantums: Quantums })
  | (ReportBase & { readonly kind: 'filled'; readonly fill: Fill })
  | (ReportBase & { readonly kind: 'cancelled'; readonly reason: string })
  | (ReportBase & { readonly kind: 'expired'; readonly reason: string })
  | (ReportBase & { readonly kind: 'rejected'; readonly reason: string })
  | (ReportBase & { readonly kind: 'unknown'; readonly reason: string });
