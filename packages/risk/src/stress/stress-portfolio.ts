import type { MarketId } from '@perpstream/core';
import type { MarginPosition } from '../margin/account-margin';

/** What the book of a market holds on the side that would close a position: `usd` within `bps` of the oracle price, both > 0. */
export type ClosingDepth = { readonly bps: number; readonly usd: number };

/**
 * A position with what a stress test needs to know of its market besides margin.
 *
 * Sizes in the base asset, prices and depth in USD. What is not known may be left out: `beta` counts as 1, what betas shrink
 * to, and without `depth` a liquidity scenario takes its flat figure.
 * @example
 * const position: StressPosition = {
 *   marketId: marketId('ETH-USD'),
 *   sizeBase: -4,
 *   oraclePriceUsd: 2_500,
 *   initialMarginFraction: 0.05,
 *   maintenanceMarginFraction: 0.03,
 *   beta: 1.2,
 *   depth: { bps: 50, usd: 400_000 },
 * };
 */
export type StressPosition = MarginPosition & {
  readonly marketId: MarketId;
  /** How far the market moves when the benchmark moves by 1, see `betasOf`; 1 when absent. */
  readonly beta?: number | undefined;
  readonly depth?: ClosingDepth | undefined;
};

/**
 * One subaccount under stress: a balance and the positions that share it. Isolated markets are portfolios of their own.
 *
 * `quoteBalanceUsd` is USDC with funding settled, negative when positions were bought on credit.
 * @example
 * const portfolio: StressPortfolio = { quoteBalanceUsd: 5_000, positions: [] };
 */
export type StressPortfolio = {
  readonly quoteBalanceUsd: number;
  readonly positions: readonly StressPosition[];
};
