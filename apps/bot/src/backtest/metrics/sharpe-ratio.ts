/** A Sharpe ratio for a year, on how many returns it rests, and how far off it may well be. */
export type SharpeRatio = { readonly value: number; readonly standardError: number; readonly observations: number };

/**
 * Mean of the returns over their sample standard deviation (n - 1), times the root of the periods of a year; nothing is
 * taken off for a rate without risk. The standard error is that of independent, normally distributed returns.
 *
 * @returns undefined with less than two returns, or when they are all the same
 * @see Sharpe, "The Sharpe Ratio" (1994); Lo, "The Statistics of Sharpe Ratios" (2002), equation 9, for the error
 */
export function sharpeRatio(returns: readonly number[], periodsPerYear: number): SharpeRatio | undefined {
  const observations = returns.length;
  const mean = returns.reduce((sum, value) => sum + value, 0) / observations;
  const squares = returns.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  const deviation = Math.sqrt(squares / (observations - 1));
  if (!(observations >= 2 && deviation > 0)) return undefined;
  const perPeriod = mean / deviation;
  const root = Math.sqrt(periodsPerYear);
  return {
    value: perPeriod * root,
    standardError: Math.sqrt((1 + perPeriod ** 2 / 2) / observations) * root,
    observations,
  };
}
