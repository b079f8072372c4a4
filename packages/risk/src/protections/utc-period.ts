const DAY_MS = 86_400_000;

/** The end of a calendar period in UTC, which is the start of the next. */
export type PeriodEnd = (nowMs: number) => number;

export function endOfUtcHour(nowMs: number): number {
  return (Math.floor(nowMs / 3_600_000) + 1) * 3_600_000;
}

export function endOfUtcDay(nowMs: number): number {
  return (Math.floor(nowMs / DAY_MS) + 1) * DAY_MS;
}

/** Weeks start on Monday; the epoch was a Thursday. */
export function endOfUtcWeek(nowMs: number): number {
  const mondayOffsetDays = 3;
  const week = Math.floor((Math.floor(nowMs / DAY_MS) + mondayOffsetDays) / 7);
  return ((week + 1) * 7 - mondayOffsetDays) * DAY_MS;
}

export function endOfUtcMonth(nowMs: number): number {
  const now = new Date(nowMs);
  return Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + 1, 1);
}
