import type { MarketRules } from '@perpstream/core';
import type { MarginPosition } from './account-margin';
import { effectiveInitialMarginFraction } from './effective-initial-margin-fraction';

/** The margin tier of a market: its rules with the open interest that scales them, or the two fractions as they are. */
export type MarginTier =
  | {
      readonly rules: MarketRules;
      /** Open interest of the whole market; margin is NaN without it where the rules scale by it. */
      readonly openInterestBase?: number;
    }
  | { readonly initialMarginFraction: number; readonly maintenanceMarginFraction: number };

/** A position with all that its margin depends on, as one writes it down. */
export type HeldPosition = MarginTier & {
  readonly marketId: string;
  /** Signed: negative is short. */
  readonly sizeBase: number;
  readonly oraclePriceUsd: number;
  /** Initial margin that the owner set for this perpetual on the chain, as a fraction; it can only raise. */
  readonly customInitialMarginFraction?: number;
  /** Funding that is due and not in the balance yet, > 0 when the account receives it; see `unsettledFundingUsd`. */
  readonly unsettledFundingUsd?: number;
  /** Predicted funding rate of the hour as a fraction; positive means longs pay. Needed for funding per hour alone. */
  readonly nextFundingRate1h?: number;
};

/** A subaccount as one writes it down. */
export type MarginAccount = {
  /** Signed USDC balance. */
  readonly quoteBalanceUsd: number;
  readonly positions: readonly HeldPosition[];
};

/** A held position with its effective margin fractions. */
export type RatedPosition = MarginPosition & { readonly marketId: string };

function scaledFraction(position: HeldPosition, addedBase: number): number {
  if (!('rules' in position)) return position.initialMarginFraction;
  const { rules, openInterestBase = NaN, oraclePriceUsd } = position;
  return effectiveInitialMarginFraction(rules, (openInterestBase + addedBase) * oraclePriceUsd);
}

/**
 * The margin fractions of a position, scaled and customised.
 *
 * @param addedBase what is to be added to the market's open interest first
 */
export function ratedPosition(position: HeldPosition, addedBase: number = 0): RatedPosition {
  const { marketId, sizeBase, oraclePriceUsd, customInitialMarginFraction = 0 } = position;
  const tier = 'rules' in position ? position.rules : position;
  return {
    marketId,
    sizeBase,
    oraclePriceUsd,
    initialMarginFraction: Math.max(scaledFraction(position, addedBase), customInitialMarginFraction),
    maintenanceMarginFraction: tier.maintenanceMarginFraction,
  };
}

/** The balance with the funding that is due. */
export function settledBalanceUsd({ quoteBalanceUsd, positions }: MarginAccount): number {
  return positions.reduce((sum, { unsettledFundingUsd = 0 }) => sum + unsettledFundingUsd, quoteBalanceUsd);
}
