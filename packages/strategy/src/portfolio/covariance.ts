import type { ReturnHistory } from './return-history';

/** Sums of products of two series of returns, over the bars that both have. */
export type Moments = {
  readonly covariance: number;
  readonly variances: readonly [number, number];
  readonly count: number;
};

/**
 * Exponentially weighted covariance and variances of the returns of two markets, with mean 0, over the bars that both
 * have: the newest of them weighs 1, each older one half as much after `halfLifeBars`.
 *
 * @see J.P. Morgan and Reuters, "RiskMetrics Technical Document", 4th edition (1996), section 5.2
 */
export function momentsOf(a: ReturnHistory, b: ReturnHistory, halfLifeBars: number): Moments {
  const decay = 0.5 ** (1 / halfLifeBars);
  let [covariance, varianceA, varianceB, weights, weight, count] = [0, 0, 0, 0, 1, 0];
  for (let [i, j] = [0, 0]; i < a.count && j < b.count;) {
    const lead = a.endMs(i) - b.endMs(j);
    if (lead === 0) {
      const [x, y] = [a.logReturn(i), b.logReturn(j)];
      covariance += weight * x * y;
      varianceA += weight * x * x;
      varianceB += weight * y * y;
      weights += weight;
      weight *= decay;
      count += 1;
    }
    if (lead >= 0) i += 1;
    if (lead <= 0) j += 1;
  }
  return { covariance: covariance / weights, variances: [varianceA / weights, varianceB / weights], count };
}
