import { checkedBounds } from '../bounds/checked-bounds';
import { finiteNotNegative, fractionBelowOne, positive, type Range } from '../bounds/range';

/**
 * Where each level of risk begins, flat. A level is entered as soon as any one of the four measures reaches its bound. Infinity
 * switches a bound on a usage off, 0 one on a distance or time.
 */
export type RiskLevelOptions = {
  /** Initial margin / equity, > 0. */
  readonly watchMarginUsage: number;
  readonly warningMarginUsage: number;
  readonly criticalMarginUsage: number;
  /** Maintenance margin / equity, > 0; the chain liquidates above 1. */
  readonly watchMaintenanceUsage: number;
  readonly warningMaintenanceUsage: number;
  readonly criticalMaintenanceUsage: number;
  /** Nearest liquidation price of any position, as a fraction of its oracle price away from it, in [0, 1). */
  readonly watchLiquidationDistance: number;
  readonly warningLiquidationDistance: number;
  readonly criticalLiquidationDistance: number;
  /** Predicted time to liquidation in ms, finite, >= 0. */
  readonly watchTimeToLiquidationMs: number;
  readonly warningTimeToLiquidationMs: number;
  readonly criticalTimeToLiquidationMs: number;
  /** How much better than its bound a measure must be for its level to end, as a fraction of the bound, in [0, 1). */
  readonly levelMargin: number;
  /** How long all measures must be that much better, in ms of event time, finite, >= 0. */
  readonly levelHoldMs: number;
};

const MINUTE_MS = 60_000;

/** Alerts at 20, 10 and 5 % to liquidation, and at the usages that leave as little room; `docs/guides/protections.md` says why. */
export const DEFAULT_RISK_LEVELS: RiskLevelOptions = {
  watchMarginUsage: 0.7,
  warningMarginUsage: 0.85,
  criticalMarginUsage: 1,
  watchMaintenanceUsage: 0.5,
  warningMaintenanceUsage: 0.7,
  criticalMaintenanceUsage: 0.85,
  watchLiquidationDistance: 0.2,
  warningLiquidationDistance: 0.1,
  criticalLiquidationDistance: 0.05,
  watchTimeToLiquidationMs: 30 * MINUTE_MS,
  warningTimeToLiquidationMs: 10 * MINUTE_MS,
  criticalTimeToLiquidationMs: 2 * MINUTE_MS,
  levelMargin: 0.1,
  levelHoldMs: MINUTE_MS,
};

const RANGES: { readonly [Name in keyof RiskLevelOptions]: Range } = {
  watchMarginUsage: positive,
  warningMarginUsage: positive,
  criticalMarginUsage: positive,
  watchMaintenanceUsage: positive,
  warningMaintenanceUsage: positive,
  criticalMaintenanceUsage: positive,
  watchLiquidationDistance: fractionBelowOne,
  warningLiquidationDistance: fractionBelowOne,
  criticalLiquidationDistance: fractionBelowOne,
  watchTimeToLiquidationMs: finiteNotNegative,
  warningTimeToLiquidationMs: finiteNotNegative,
  criticalTimeToLiquidationMs: finiteNotNegative,
  levelMargin: fractionBelowOne,
  levelHoldMs: finiteNotNegative,
};

/** The four measures, and whether more of it is worse. */
const MEASURES = [
  { name: 'MarginUsage', isWorseAbove: true },
  { name: 'MaintenanceUsage', isWorseAbove: true },
  { name: 'LiquidationDistance', isWorseAbove: false },
  { name: 'TimeToLiquidationMs', isWorseAbove: false },
] as const;

/** A level that begins before the one below it would never be left in order. */
function checkOrder(levels: RiskLevelOptions, { name, isWorseAbove }: (typeof MEASURES)[number]): void {
  const steps = [`watch${name}`, `warning${name}`, `critical${name}`] as const;
  for (const [index, step] of steps.slice(1).entries()) {
    const before = steps[index]!;
    const isOrdered = isWorseAbove ? levels[step] >= levels[before] : levels[step] <= levels[before];
    const relation = isWorseAbove ? '>=' : '<=';
    if (!isOrdered) {
      throw new RangeError(`levels.${step} must be ${relation} ${before} (${levels[before]}), was ${levels[step]}`);
    }
  }
}

/**
 * Fills what is not given with {@link DEFAULT_RISK_LEVELS}, checks every bound and that worse levels begin later.
 *
 * @throws RangeError naming the option, its value and its range; also for a name that is no option
 * @example riskLevelOptions({ levelHoldMs: 10_000 }).watchLiquidationDistance // 0.2
 */
export function riskLevelOptions(given: Partial<RiskLevelOptions> = {}): RiskLevelOptions {
  const table = { defaults: DEFAULT_RISK_LEVELS, ranges: RANGES };
  const levels = checkedBounds(given, { option: 'levels', noun: 'level option', ...table });
  for (const measure of MEASURES) checkOrder(levels, measure);
  return levels;
}
