import type { Stamp } from '../input/stamp';
import type { MarketId } from '../units/market-id';
import type { RiskLock } from './risk-action';

/** How near the account is to liquidation, in words; see `monitorRisk` for the bounds. */
export type RiskLevel = 'safe' | 'watch' | 'warning' | 'critical';

/** Risk of one open position. USD at the oracle price. */
export type PositionRisk = {
  readonly marketId: MarketId;
  readonly sizeBase: number;
  readonly oraclePriceUsd: number;
  /** Signed. */
  readonly notionalUsd: number;
  readonly unrealizedPnlUsd: number;
  readonly initialMarginUsd: number;
  readonly maintenanceMarginUsd: number;
  /** Oracle price at which the account is liquidated with everything else fixed; undefined when there is none. */
  readonly liquidationPriceUsd: number | undefined;
  /** Distance from oracle to liquidation price as a fraction of the oracle price; Infinity when there is none. */
  readonly liquidationDistance: number;
};

/**
 * Risk of the whole account by the chain's formulas, at oracle prices. Sent when the account or an oracle price of an
 * open position changes.
 */
export type RiskState = Stamp & {
  readonly kind: 'risk';
  readonly equityUsd: number;
  readonly initialMarginUsd: number;
  readonly maintenanceMarginUsd: number;
  /** Equity minus initial margin; may be negative. */
  readonly freeCollateralUsd: number;
  readonly grossNotionalUsd: number;
  /** Gross notional / equity; 0 without positions, Infinity when equity <= 0. */
  readonly leverage: number;
  /** 1 - max(free collateral, 0) / equity, in [0, 1]. */
  readonly marginUsage: number;
  /** Equity now minus equity at the start of the UTC day (or of the run). */
  readonly dayPnlUsd: number;
  readonly level: RiskLevel;
  /**
   * When the account is liquidated if the marks go on as they went lately, in ms from now; 0 when it is liquidatable,
   * Infinity when they do not lead there.
   */
  readonly timeToLiquidationMs: number;
  /** What keeps new exposure out at present, oldest first. */
  readonly locks: readonly RiskLock[];
  /** New exposure is refused in all markets: one of the locks holds the whole account. */
  readonly isHalted: boolean;
  readonly positions: readonly PositionRisk[];
};
