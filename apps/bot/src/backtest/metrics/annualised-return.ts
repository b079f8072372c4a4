const YEAR_MS = 365 * 86_400_000;

/** A return over a time, compounded to a year of 365 days; -1 when all was lost. */
export function annualisedReturn(totalReturn: number, spanMs: number): number {
  return Math.max(0, 1 + totalReturn) ** (YEAR_MS / spanMs) - 1;
}
