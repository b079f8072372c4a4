/** How much was at stake over time. */
export type Exposure = {
  /** Mean of gross notional over equity. */
  readonly meanLeverage: number;
  /** Part of the time with any position, 0 to 1. */
  readonly timeInMarket: number;
};

/** One look at the account; looks are to be evenly spaced. */
export type ExposureSample = { readonly equityUsd: number; readonly grossUsd: number };

/** Both are 0 without samples. A sample without equity left counts as not leveraged. */
export function exposureOf(samples: readonly ExposureSample[]): Exposure {
  const count = Math.max(1, samples.length);
  let leverage = 0;
  let inMarket = 0;
  for (const { equityUsd, grossUsd } of samples) {
    if (equityUsd > 0) leverage += grossUsd / equityUsd;
    if (grossUsd > 0) inMarket += 1;
  }
  return { meanLeverage: leverage / count, timeInMarket: inMarket / count };
}
