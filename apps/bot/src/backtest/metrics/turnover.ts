const DAY_MS = 86_400_000;

/** What was traded, both ways, in multiples of the mean equity, per day. */
export function turnoverPerDay(tradedUsd: number, meanEquityUsd: number, spanMs: number): number {
  return tradedUsd / meanEquityUsd / (spanMs / DAY_MS);
}
