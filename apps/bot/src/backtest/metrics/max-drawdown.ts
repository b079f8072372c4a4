/** The largest falls of a series from an earlier high: in its unit, and as a fraction of that high. Both >= 0. */
export type Drawdown = { readonly usd: number; readonly fraction: number };

/** The largest fall in USD and the largest fraction may be two different falls. 0 of a series that never falls. */
export function maxDrawdown(equityUsd: readonly number[]): Drawdown {
  let highUsd = -Infinity;
  let usd = 0;
  let fraction = 0;
  for (const value of equityUsd) {
    highUsd = Math.max(highUsd, value);
    usd = Math.max(usd, highUsd - value);
    if (highUsd > 0) fraction = Math.max(fraction, (highUsd - value) / highUsd);
  }
  return { usd, fraction };
}
