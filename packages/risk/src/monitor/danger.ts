import type { RiskLevel } from '@perpstream/core';
import { shown } from '../limits/limit-hit';
import { liquidationDistance, liquidationPrice } from '../liquidation/liquidation-price';
import { isBelowMaintenance, type AccountMargin } from '../margin/account-margin';
import type { RiskLevelOptions } from './level-options';
import type { MarketRisk } from './market-risk';

/** The four measures of how near the account is to liquidation. */
export type Danger = {
  /** Initial margin / equity, at most 1. */
  readonly marginUsage: number;
  /** Maintenance margin / equity; Infinity without equity. */
  readonly maintenanceUsage: number;
  /** Of the nearest position, as a fraction of its oracle price. */
  readonly liquidationDistance: number;
  readonly timeToLiquidationMs: number;
};

/** What the margin of an account and the drift of its marks amount to. */
export function dangerOf(margin: AccountMargin, held: readonly MarketRisk[], timeToLiquidationMs: number): Danger {
  const { equityUsd, maintenanceMarginUsd, marginUsage } = margin;
  let nearest = Infinity;
  for (const market of held) {
    nearest = Math.min(nearest, liquidationDistance(market, liquidationPrice(market, margin)));
  }
  const maintenanceUsage = maintenanceMarginUsd === 0 ? 0 : maintenanceMarginUsd / Math.max(0, equityUsd);
  // An account under water may have no liquidation price of any single market: nothing is nearer than that.
  return {
    marginUsage,
    maintenanceUsage,
    liquidationDistance: isBelowMaintenance(margin) ? Math.min(0, nearest) : nearest,
    timeToLiquidationMs,
  };
}

/** Whether a measure is at the bounds of a level, each bound made stricter by the share `ease`. */
function reaches(danger: Danger, levels: RiskLevelOptions, level: Exclude<RiskLevel, 'safe'>, ease: number): boolean {
  return (
    danger.marginUsage >= levels[`${level}MarginUsage`] * (1 - ease) ||
    danger.maintenanceUsage >= levels[`${level}MaintenanceUsage`] * (1 - ease) ||
    danger.liquidationDistance <= levels[`${level}LiquidationDistance`] * (1 + ease) ||
    danger.timeToLiquidationMs <= levels[`${level}TimeToLiquidationMs`] * (1 + ease)
  );
}

/** The worst level whose bounds are reached. With `ease` > 0, the worst that is not yet left behind by that share of the bound. */
export function levelOf(danger: Danger, levels: RiskLevelOptions, ease: number): RiskLevel {
  if (danger.liquidationDistance <= 0 || reaches(danger, levels, 'critical', ease)) return 'critical';
  if (reaches(danger, levels, 'warning', ease)) return 'warning';
  return reaches(danger, levels, 'watch', ease) ? 'watch' : 'safe';
}

/** The numbers in one line. */
export function dangerText({ marginUsage, maintenanceUsage, ...danger }: Danger): string {
  const distance = danger.liquidationDistance;
  const minutes = danger.timeToLiquidationMs / 60_000;
  return [
    `margin usage ${shown(marginUsage)}`,
    `maintenance usage ${shown(maintenanceUsage)}`,
    distance === Infinity ? 'no liquidation price' : `liquidation ${shown(distance * 100)} % away`,
    minutes === Infinity ? 'marks do not lead there' : `${shown(minutes)} min at the present drift`,
  ].join(', ');
}
