import type { MarketId, Stamp } from '@perpstream/core';

/**
 * What is known of an account's liquidation.
 *
 * - `safe`: further from it than every bound
 * - `near`: inside a distance bound
 * - `liquidatable`: the chain may liquidate it at these marks
 * - `unknown`: a mark, a margin fraction, a size or the balance is not known or no number. Never to be read as safe
 */
export type LiquidationState = 'safe' | 'near' | 'liquidatable' | 'unknown';

/** The margin of a watched account at the marks of one moment. USD; NaN while an input is missing. */
export type AccountStanding = {
  readonly account: string;
  readonly state: LiquidationState;
  /** The tightest distance bound that it is inside of; Infinity when it is outside of all, or not known. */
  readonly insideBound: number;
  readonly equityUsd: number;
  /** Scaled by open interest; NaN also while that alone is missing, which liquidation does not depend on. */
  readonly initialMarginUsd: number;
  readonly maintenanceMarginUsd: number;
  /**
   * The smallest move of one mark, all others fixed, as a fraction of it, at which the account is liquidated: below 0 when it is
   * liquidatable, Infinity when no mark alone leads there, NaN when not known.
   */
  readonly nearestDistance: number;
  /** The market of that mark and the price that it would have; absent when there is none. */
  readonly nearest?: { readonly marketId: MarketId; readonly liquidationPriceUsd: number };
};

/** An account's standing when its verdict changed. */
export type LiquidationVerdict = Stamp & AccountStanding & { readonly kind: 'liquidation-verdict' };

/** A subaccount to watch: replaces what was known of the account. Balance with funding settled, one position per market. */
export type WatchedAccount = Stamp & {
  readonly kind: 'watched-account';
  /** Any name, for example `address/number`. Subaccounts are accounts of their own. */
  readonly account: string;
  readonly quoteBalanceUsd: number;
  readonly positions: readonly { readonly marketId: MarketId; readonly sizeBase: number }[];
};
