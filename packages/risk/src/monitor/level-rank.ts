import type { RiskLevel } from '@perpstream/core';

/** From best to worst. */
export const RISK_LEVELS: readonly RiskLevel[] = ['safe', 'watch', 'warning', 'critical'];

/** 0 for `safe` to 3 for `critical`. */
export function levelRank(level: RiskLevel): number {
  return RISK_LEVELS.indexOf(level);
}

export function worseLevel(left: RiskLevel, right: RiskLevel): RiskLevel {
  return levelRank(left) >= levelRank(right) ? left : right;
}
