/** What the margin of a position depends on, in float64. */
export type MarginPosition = {
  /** Signed: negative is short. */
  readonly sizeBase: number;
  /** The mark for equity, margin and liquidation. */
  readonly oraclePriceUsd: number;
  /** After scaling by open interest, see `effectiveInitialMarginFraction`. */
  readonly initialMarginFraction: number;
  readonly maintenanceMarginFraction: number;
};

/** Margin of an account at oracle prices. USD. */
export type AccountMargin = {
  /** Balance plus the value of all positions; may be negative. */
  readonly equityUsd: number;
  readonly initialMarginUsd: number;
  readonly maintenanceMarginUsd: number;
  /** Equity minus initial margin; may be negative. */
  readonly freeCollateralUsd: number;
  /** Sum of the absolute values of all positions. */
  readonly grossNotionalUsd: number;
  /** Gross notional / equity; 0 without positions, Infinity when equity <= 0. */
  readonly leverage: number;
  /** 1 - max(free collateral, 0) / equity, in [0, 1]; 1 when positions stand on no equity. */
  readonly marginUsage: number;
};

/**
 * Equity, margin requirements, free collateral and leverage of an account, in float64 for decisions.
 *
 * One pass, nothing allocated but the result. Agrees with the chain's integers to one quote quantum plus float64 noise; not a
 * finite number in, not a finite number out.
 * @param quoteBalanceUsd USDC balance with funding settled; negative when positions were bought on credit
 * @see v4-chain `lib/margin/risk.go`
 * @example
 * accountMargin(-900, [
 *   { sizeBase: 1, oraclePriceUsd: 1_000, initialMarginFraction: 0.05, maintenanceMarginFraction: 0.03 },
 * ]).leverage; // 10
 */
export function accountMargin(quoteBalanceUsd: number, positions: Iterable<MarginPosition>): AccountMargin {
  let equityUsd = quoteBalanceUsd;
  let initialMarginUsd = 0;
  let maintenanceMarginUsd = 0;
  let grossNotionalUsd = 0;
  for (const position of positions) {
    const notionalUsd = position.sizeBase * position.oraclePriceUsd;
    const absoluteUsd = Math.abs(notionalUsd);
    equityUsd += notionalUsd;
    grossNotionalUsd += absoluteUsd;
    initialMarginUsd += absoluteUsd * position.initialMarginFraction;
    maintenanceMarginUsd += absoluteUsd * position.maintenanceMarginFraction;
  }
  const freeCollateralUsd = equityUsd - initialMarginUsd;
  return {
    equityUsd,
    initialMarginUsd,
    maintenanceMarginUsd,
    freeCollateralUsd,
    grossNotionalUsd,
    leverage: shareOfEquity(grossNotionalUsd, equityUsd, Infinity),
    marginUsage: Math.min(1, shareOfEquity(initialMarginUsd, equityUsd, 1)),
  };
}

function shareOfEquity(usedUsd: number, equityUsd: number, withoutEquity: number): number {
  if (usedUsd === 0) return 0;
  return equityUsd <= 0 ? withoutEquity : usedUsd / equityUsd;
}

/** Whether an account is below its maintenance margin; at equality, and without any, it is safe. False when an input is no number. */
export function isBelowMaintenance({
  equityUsd,
  maintenanceMarginUsd,
}: Pick<AccountMargin, 'equityUsd' | 'maintenanceMarginUsd'>): boolean {
  return maintenanceMarginUsd > 0 && equityUsd < maintenanceMarginUsd;
}
