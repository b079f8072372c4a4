import type { MarketId } from '@perpstream/core';
import { toSizeBase } from '@perpstream/core';
import { cushionUsd } from '../limits/exposure';
import { accountMargin } from '../margin/account-margin';
import type { RiskLevelOptions } from '../monitor/level-options';
import type { RiskBook } from '../monitor/risk-book';
import type { DeleverageGoal, DeleveragePortfolio, DeleveragePosition } from './deleverage-portfolio';
import type { MarketSight } from './market-sight';

/** How near an account is to liquidation. */
export type Nearness = {
  readonly marginUsage: number;
  readonly maintenanceUsage: number;
  readonly liquidationDistance: number;
};

/**
 * The account as the plan weighs it; undefined while it, or the margin rules of a position, are not known: what a position
 * demands cannot be guessed. A missing oracle price is stood in for, a missing open interest leaves the initial margin unscaled.
 */
export function guardPortfolio(
  book: RiskBook,
  sight: MarketSight,
  isStuck: (marketId: MarketId) => boolean,
): DeleveragePortfolio | undefined {
  const { account } = book;
  if (account === undefined) return undefined;
  const positions: DeleveragePosition[] = [];
  for (const { marketId, quantums } of account.positions.values()) {
    const market = book.market(marketId);
    const { rules, initialMarginFraction, status } = market;
    const { priceUsd: markUsd, isKnown: isMarkKnown } = sight.mark(market);
    if (rules === undefined || !(markUsd > 0)) return undefined;
    positions.push({
      rules,
      quantums,
      markUsd,
      isMarkKnown,
      initialMarginFraction: Number.isNaN(initialMarginFraction) ? rules.initialMarginFraction : initialMarginFraction,
      isTradable: status === 'ACTIVE' && !isStuck(marketId),
      cost: sight.cost(marketId, quantums > 0n),
    });
  }
  return { quoteBalanceUsd: account.quoteBalanceUsd, positions };
}

/** Margin usages and the smallest distance to a liquidation price, with stand-ins where marks are missing. */
export function nearnessOf({ quoteBalanceUsd, positions }: DeleveragePortfolio): Nearness {
  let largestCushionUsd = 0;
  const weighed = positions.map(({ rules, quantums, markUsd: oraclePriceUsd, initialMarginFraction }) => {
    const { maintenanceMarginFraction } = rules;
    const sizeBase = toSizeBase(quantums, rules);
    largestCushionUsd = Math.max(largestCushionUsd, cushionUsd(sizeBase * oraclePriceUsd, maintenanceMarginFraction));
    return { sizeBase, oraclePriceUsd, initialMarginFraction, maintenanceMarginFraction };
  });
  const { marginUsage, equityUsd, maintenanceMarginUsd } = accountMargin(quoteBalanceUsd, weighed);
  if (largestCushionUsd === 0) return { marginUsage: 0, maintenanceUsage: 0, liquidationDistance: Infinity };
  const maintenanceUsage = maintenanceMarginUsd / Math.max(0, equityUsd);
  return { marginUsage, maintenanceUsage, liquidationDistance: (equityUsd - maintenanceMarginUsd) / largestCushionUsd };
}

/** Whether a measure is at its bound for the level `critical`, now and by itself. */
export function isAtCritical(near: Nearness, levels: RiskLevelOptions): boolean {
  return (
    near.marginUsage >= levels.criticalMarginUsage ||
    near.maintenanceUsage >= levels.criticalMaintenanceUsage ||
    near.liquidationDistance <= levels.criticalLiquidationDistance
  );
}

/** Where a deleveraging ends: better than the bounds of the level `warning` by this share of them. */
export function deleverageGoal(levels: RiskLevelOptions, headroom: number): DeleverageGoal {
  return {
    maxMarginUsage: Math.min(1, levels.warningMarginUsage) * (1 - headroom),
    maxMaintenanceUsage: Math.min(1, levels.warningMaintenanceUsage) * (1 - headroom),
    minLiquidationDistance: Math.min(0.99, levels.warningLiquidationDistance * (1 + headroom)),
  };
}
