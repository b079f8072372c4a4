import type { MarketId } from '@perpstream/core';
import type { CovarianceMatrix } from './covariance-of';
import { inverseNormal } from './inverse-normal';
import type { StressPortfolio } from './stress-portfolio';
import { checkVarOptions, notionalsOf, type ValueAtRisk, type VarOptions } from './value-at-risk';

/** Float64 noise that the variance of a perfect hedge may have, as a share of what it is without any hedging. */
const NOISE = 1e-9;

function indexesIn({ marketIds, values }: CovarianceMatrix, { positions }: StressPortfolio): readonly number[] {
  if (values.length !== marketIds.length ** 2) {
    throw new RangeError(`covariance.values must have ${marketIds.length ** 2} numbers, were ${values.length}`);
  }
  const indexes = new Map<MarketId, number>(marketIds.map((market, index) => [market, index]));
  return positions.map(({ marketId }) => {
    const index = indexes.get(marketId);
    if (index === undefined) throw new RangeError(`covariances of ${marketId} are missing`);
    return index;
  });
}

/** The covariance of each position with the whole portfolio, in USD squared: they add up to its variance. */
function covariancesWithAll(
  notionals: readonly number[],
  indexes: readonly number[],
  matrix: CovarianceMatrix,
): number[] {
  const { length } = matrix.marketIds;
  return indexes.map((row, position) => {
    const own = notionals[position] ?? NaN;
    return indexes.reduce((sum, column, other) => {
      return sum + own * (notionals[other] ?? NaN) * (matrix.values[row * length + column] ?? NaN);
    }, 0);
  });
}

/** The variance if all positions moved against the account together: an upper bound. */
function unhedgedVariance(notionals: readonly number[], indexes: readonly number[], matrix: CovarianceMatrix): number {
  const { length } = matrix.marketIds;
  const deviation = indexes.reduce((sum, row, position) => {
    return sum + Math.abs(notionals[position] ?? NaN) * Math.sqrt(matrix.values[row * length + row] ?? NaN);
  }, 0);
  return deviation * deviation;
}

function deviationOf(variance: number, unhedged: number): number {
  if (variance >= 0) return Math.sqrt(variance);
  if (-variance <= NOISE * unhedged) return 0;
  throw new RangeError(`the covariances must give a variance >= 0, was ${variance}`);
}

/** The height of the standard normal density. */
function normalDensity(x: number): number {
  return Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI);
}

/**
 * Value at risk and expected shortfall when returns are normal with mean 0 (delta-normal): z x sigma and density(z) / (1 -
 * confidence) x sigma, where sigma is the standard deviation of the portfolio in USD, times the root of the horizon. Parts are
 * those of Euler: notional times the slope of the whole in it.
 *
 * Crypto returns have fatter tails: beyond about 0.99 it says too little; compare with `historicalVar`.
 * @param covariance per period, with every market of the portfolio
 * @throws RangeError when a covariance or notional is missing or not finite, or an option is out of range
 * @see RiskMetrics Technical Document, 4th edition (1996), chapter 1
 * @see D. Tasche, "Risk contributions and performance measurement" (1999) for the parts
 * @example
 * const btc = marketId('BTC-USD');
 * const margin = { initialMarginFraction: 0.05, maintenanceMarginFraction: 0.03 };
 * const position = { marketId: btc, sizeBase: 2, oraclePriceUsd: 50_000, ...margin };
 * const covariance = { marketIds: [btc], values: [0.01 ** 2] };
 * parametricVar({ quoteBalanceUsd: 0, positions: [position] }, covariance, { confidence: 0.99 }).varUsd; // 2326.35
 */
export function parametricVar(
  portfolio: StressPortfolio,
  covariance: CovarianceMatrix,
  options: VarOptions,
): ValueAtRisk {
  const { confidence, horizonPeriods } = checkVarOptions(options);
  const indexes = indexesIn(covariance, portfolio);
  const notionals = notionalsOf(portfolio);
  const covariances = covariancesWithAll(notionals, indexes, covariance);
  const variance = covariances.reduce((sum, value) => sum + value, 0);
  const deviationUsd = deviationOf(variance, unhedgedVariance(notionals, indexes, covariance));
  const z = inverseNormal(confidence);
  const scale = Math.sqrt(horizonPeriods);
  const riskOf = (ownDeviationUsd: number): { readonly varUsd: number; readonly expectedShortfallUsd: number } => ({
    varUsd: scale * z * ownDeviationUsd,
    expectedShortfallUsd: (scale * normalDensity(z) * ownDeviationUsd) / (1 - confidence),
  });
  const components = portfolio.positions.map(({ marketId }, index) => {
    const shareUsd = deviationUsd === 0 ? 0 : (covariances[index] ?? NaN) / deviationUsd;
    return { marketId, ...riskOf(shareUsd) };
  });
  return { ...riskOf(deviationUsd), components };
}
