import type { CheckedRiskOptions } from '../monitor/risk-options';
import { PeriodLoss, type PeriodStart } from './period-loss';
import { endOfUtcDay, endOfUtcMonth, endOfUtcWeek } from './utc-period';

type Periods = { readonly day: PeriodLoss; readonly week: PeriodLoss; readonly month: PeriodLoss };

function dayStart({ memory, dayStartEquityUsd: startEquityUsd }: CheckedRiskOptions): PeriodStart | undefined {
  if (memory !== undefined) {
    return { ...memory, startEquityUsd: memory.dayStartEquityUsd, pnlUsd: memory.dayPnlUsd };
  }
  if (startEquityUsd === undefined) return undefined;
  return { atMs: undefined, equityUsd: startEquityUsd, startEquityUsd, pnlUsd: 0 };
}

/** The stops of losses of the UTC day, the week from Monday on, and the month. */
export function periodLosses(options: CheckedRiskOptions): Periods {
  const { limits, protections, memory } = options;
  const day = {
    protection: 'daily-loss',
    period: 'day',
    endOf: endOfUtcDay,
    maxLossUsd: limits.maxDailyLossUsd,
    maxLossFraction: limits.maxDailyLossFraction,
  } as const;
  const week = {
    protection: 'weekly-loss',
    period: 'week',
    endOf: endOfUtcWeek,
    maxLossUsd: protections.maxWeeklyLossUsd,
    maxLossFraction: protections.maxWeeklyLossFraction,
  } as const;
  const month = {
    protection: 'monthly-loss',
    period: 'month',
    endOf: endOfUtcMonth,
    maxLossUsd: protections.maxMonthlyLossUsd,
    maxLossFraction: protections.maxMonthlyLossFraction,
  } as const;
  return {
    day: new PeriodLoss(day, dayStart(options)),
    week: new PeriodLoss(
      week,
      memory && { ...memory, startEquityUsd: memory.weekStartEquityUsd, pnlUsd: memory.weekPnlUsd },
    ),
    month: new PeriodLoss(
      month,
      memory && { ...memory, startEquityUsd: memory.monthStartEquityUsd, pnlUsd: memory.monthPnlUsd },
    ),
  };
}
