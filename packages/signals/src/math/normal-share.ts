/**
 * The share of a standard normal distribution that lies below `deviations`, 0-1. Right to 1e-7.
 *
 * @see Abramowitz and Stegun, "Handbook of Mathematical Functions" (1964), 26.2.17
 */
export function normalShare(deviations: number): number {
  const t = 1 / (1 + 0.2316419 * Math.abs(deviations));
  const series = t * (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
  const above = (Math.exp((-deviations * deviations) / 2) / Math.sqrt(2 * Math.PI)) * series;
  return deviations < 0 ? above : 1 - above;
}
