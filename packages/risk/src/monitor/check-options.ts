import { riskLimits } from '../limits/risk-limits';
import { protectionOptions } from '../protections/protection-options';
import { checkRiskMemory } from '../protections/risk-memory';
import { riskLevelOptions } from './level-options';
import type { CheckedRiskOptions, RiskOptions } from './risk-options';

const IN_FLIGHT_ORDER_MS = 10_000;

/** Fills in the defaults and checks every option. @throws RangeError naming the option, its value and its bound */
export function checkRiskOptions(options: RiskOptions): CheckedRiskOptions {
  const { dayStartEquityUsd, memory, inFlightOrderMs = IN_FLIGHT_ORDER_MS } = options;
  if (dayStartEquityUsd !== undefined && !Number.isFinite(dayStartEquityUsd)) {
    throw new RangeError(`dayStartEquityUsd must be finite, was ${dayStartEquityUsd}`);
  }
  if (!(inFlightOrderMs > 0)) throw new RangeError(`inFlightOrderMs must be > 0, was ${inFlightOrderMs}`);
  return {
    limits: riskLimits(options.limits),
    protections: protectionOptions(options.protections),
    levels: riskLevelOptions(options.levels),
    memory: memory && checkRiskMemory(memory),
    dayStartEquityUsd,
    inFlightOrderMs,
  };
}
