import type { Stamp } from '../input/stamp';
import type { MarketId } from '../units/market-id';
import type { RiskLevel } from './risk-state';

/** What can lock new exposure for a while, in one market or in all. */
export type ProtectionName =
  | 'daily-loss'
  | 'weekly-loss'
  | 'monthly-loss'
  | 'drawdown'
  | 'consecutive-losses'
  | 'funding-cost'
  | 'oracle-freeze'
  | 'price-jump'
  | 'order-refusals'
  | 'forced-fill'
  | 'deleveraging'
  | 'operator-halt';

/**
 * A lock on new exposure: of one market, or of all without `marketId`. Reducing stays allowed. `untilMs` is Infinity when the
 * lock stays until it is taken off by hand.
 */
export type RiskLock = {
  readonly protection: ProtectionName;
  readonly marketId?: MarketId;
  /** What tripped it and the bound it broke, in the unit of the protection. */
  readonly value: number;
  readonly bound: number;
  readonly sinceMs: number;
  readonly untilMs: number;
  /** One line for people. */
  readonly message: string;
};

/** One position that is made smaller, or closed when `toBase` is 0. Sizes are signed. */
export type DeleverageStep = {
  readonly marketId: MarketId;
  readonly fromBase: number;
  readonly toBase: number;
  /** Initial margin that it sets free, in USD; NaN while the market's margin is not known. */
  readonly freedMarginUsd: number;
  /** What it is expected to cost in fees and slippage, in USD; NaN while no price is known. */
  readonly costUsd: number;
};

/**
 * What risk does by itself, with the numbers that made it do so.
 *
 * - `trip`, `release`: a protection locks new exposure, or lets it in again
 * - `level`: the account came to another level
 * - `deleverage`: positions are reduced, in this order; decisions for each step follow
 */
export type RiskAction = Stamp &
  (
    | { readonly kind: 'trip'; readonly lock: RiskLock }
    | { readonly kind: 'release'; readonly lock: RiskLock }
    | { readonly kind: 'level'; readonly from: RiskLevel; readonly to: RiskLevel; readonly message: string }
    | {
        readonly kind: 'deleverage';
        readonly reason: 'critical' | 'flatten' | 'halt';
        readonly steps: readonly DeleverageStep[];
        readonly marginUsageBefore: number;
        /** As expected when all steps are done; NaN while a mark is not known. */
        readonly marginUsageAfter: number;
        readonly message: string;
      }
  );
