import type { MarketRules } from '@perpstream/core';
import { effectiveInitialMarginFraction } from '../margin/effective-initial-margin-fraction';
import { checkFraction, sizeFrom, type ConstraintSize } from './constraint-size';

/** No larger than leaves part of the equity free of initial margin. */
export type MarginUsage = {
  /** Largest share of equity that the initial margin of the account may take, in (0, 1]. */
  readonly maxUsage: number;
  readonly rules: MarketRules;
  /** Open interest of the market at the oracle price, in USD; counts only where the market's margin grows with it. */
  readonly openInterestUsd: number;
  /** Initial margin of all other positions, in USD, >= 0. */
  readonly otherInitialMarginUsd: number;
  /** |notional| that is held on this side already, part of the open interest, in USD, >= 0; 0 by default. */
  readonly heldUsd?: number;
};

/** Halvings until float64 neighbours are reached from any start. */
const BISECTIONS = 100;

/** What is bought beyond what is held opens interest at worst in full, and the chain takes the open interest after the fill. */
function initialMarginUsd({ rules, openInterestUsd, heldUsd = 0 }: MarginUsage, notionalUsd: number): number {
  const addedUsd = Math.max(0, notionalUsd - heldUsd);
  const isScaled = rules.openInterestUpperCapUsd > 0;
  return notionalUsd * effectiveInitialMarginFraction(rules, isScaled ? openInterestUsd + addedUsd : 0);
}

/** The margin grows with the size and faster than in proportion, so the flat fraction gives a size that is large enough. */
function largestWithin(budgetUsd: number, usage: MarginUsage): number {
  let high = budgetUsd / usage.rules.initialMarginFraction;
  if (budgetUsd <= 0 || initialMarginUsd(usage, high) <= budgetUsd) return high;
  let low = 0;
  for (let step = 0; step < BISECTIONS; step++) {
    const middle = (low + high) / 2;
    if (initialMarginUsd(usage, middle) <= budgetUsd) low = middle;
    else high = middle;
  }
  return low;
}

/** The largest size whose initial margin, scaled by the open interest after the fill, fits into equity x maxUsage - others. */
export function marginUsageSize(equityUsd: number, usage: MarginUsage): ConstraintSize {
  const { maxUsage, rules, openInterestUsd, otherInitialMarginUsd, heldUsd = 0 } = usage;
  checkFraction('marginUsage.maxUsage', maxUsage);
  if (!(otherInitialMarginUsd >= 0)) return { missing: 'otherInitialMarginUsd' };
  if (!(heldUsd >= 0)) return { missing: 'heldUsd' };
  if (!Number.isFinite(rules.openInterestUpperCapUsd)) return { missing: 'openInterestUpperCapUsd' };
  const scaling = rules.openInterestUpperCapUsd > 0 ? { openInterestUsd } : {};
  return sizeFrom({ equityUsd, initialMarginFraction: rules.initialMarginFraction, ...scaling }, () => {
    return largestWithin(equityUsd * maxUsage - otherInitialMarginUsd, usage);
  });
}
