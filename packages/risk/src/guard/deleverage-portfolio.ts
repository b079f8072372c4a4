import type { MarketRules, Quantums } from '@perpstream/core';
import type { ReductionCost } from './reduction-cost';

/** A position as the deleveraging plan weighs it. */
export type DeleveragePosition = {
  /** Grid and maintenance margin of its market. */
  readonly rules: MarketRules;
  /** Signed: negative is short; not 0. */
  readonly quantums: Quantums;
  /** Oracle price in USD, or what stands in for it, > 0. */
  readonly markUsd: number;
  /** False when `markUsd` is not the oracle price of now: what it is worth is a guess, so it is closed before all others. */
  readonly isMarkKnown: boolean;
  /** After scaling by open interest. */
  readonly initialMarginFraction: number;
  /** False when its market takes no orders, or took none of an earlier plan: it is counted on only when nothing else helps. */
  readonly isTradable: boolean;
  readonly cost: ReductionCost;
};

/** One margin account of the chain: a subaccount with all its cross positions, or a child with its one isolated position. */
export type DeleveragePortfolio = {
  /** USDC balance with funding settled; negative when positions were bought on credit. */
  readonly quoteBalanceUsd: number;
  readonly positions: readonly DeleveragePosition[];
};

/** The state that a deleveraging plan comes back to. An account without positions is always in it. */
export type DeleverageGoal = {
  /** Largest initial margin as a share of equity, in (0, 1]. */
  readonly maxMarginUsage: number;
  /** Largest maintenance margin as a share of equity, in (0, 1]. */
  readonly maxMaintenanceUsage: number;
  /** Smallest distance from mark to liquidation price of any position, as a fraction of the mark, in [0, 1). */
  readonly minLiquidationDistance: number;
};
