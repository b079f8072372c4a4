import { DEFAULT_EQUITY_TIERS, type EquityTier } from '../limits/equity-tiers';
import { riskLimits } from '../limits/risk-limits';
import { protectionOptions } from '../protections/protection-options';
import { checkRiskMemory } from '../protections/risk-memory';
import { riskLevelOptions } from './level-options';
import type { CheckedRiskOptions, RiskOptions } from './risk-options';

const IN_FLIGHT_ORDER_MS = 10_000;

function budgets(given: Readonly<Record<string, number>>): ReadonlyMap<string, number> {
  for (const [strategy, usd] of Object.entries(given)) {
    if (!(usd > 0)) throw new RangeError(`strategyBudgetsUsd.${strategy} must be > 0, was ${usd}`);
  }
  return new Map(Object.entries(given));
}

function checkTiers(tiers: readonly EquityTier[]): void {
  let beforeUsd = -Infinity;
  for (const { minEquityUsd, maxOrders } of tiers) {
    if (!(minEquityUsd > beforeUsd)) {
      throw new RangeError(`equityTiers must ascend by minEquityUsd, ${minEquityUsd} came after ${beforeUsd}`);
    }
    if (!(maxOrders >= 0)) throw new RangeError(`maxOrders of an equity tier must be >= 0, was ${maxOrders}`);
    beforeUsd = minEquityUsd;
  }
}

/** Fills in the defaults and checks every option. @throws RangeError naming the option, its value and its bound */
export function checkRiskOptions(options: RiskOptions): CheckedRiskOptions {
  const { dayStartEquityUsd, memory, inFlightOrderMs = IN_FLIGHT_ORDER_MS } = options;
  const { strategyBudgetsUsd = {}, equityTiers = DEFAULT_EQUITY_TIERS } = options;
  if (dayStartEquityUsd !== undefined && !Number.isFinite(dayStartEquityUsd)) {
    throw new RangeError(`dayStartEquityUsd must be finite, was ${dayStartEquityUsd}`);
  }
  if (!(inFlightOrderMs > 0)) throw new RangeError(`inFlightOrderMs must be > 0, was ${inFlightOrderMs}`);
  checkTiers(equityTiers);
  return {
    limits: riskLimits(options.limits),
    protections: protectionOptions(options.protections),
    levels: riskLevelOptions(options.levels),
    memory: memory && checkRiskMemory(memory),
    dayStartEquityUsd,
    inFlightOrderMs,
    strategyBudgetsUsd: budgets(strategyBudgetsUsd),
    equityTiers,
  };
}
