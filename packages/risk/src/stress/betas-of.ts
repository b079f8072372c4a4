import type { MarketId } from '@perpstream/core';
import { periodsOf, returnsOf, type AlignedReturns } from './aligned-returns';

/** How far betas are drawn to 1. */
export type BetaOptions = {
  /** Standard deviation of true betas around 1, > 0: the smaller, the less a short history may say. 0.5 by default. */
  readonly priorDeviation?: number;
};

const PRIOR_BETA = 1;
const PRIOR_DEVIATION = 0.5;
/** A line needs two points; its error needs a third. */
const LEAST_PAIRS = 3;

type Moments = {
  readonly pairs: number;
  readonly benchmarkSquares: number;
  readonly products: number;
  readonly marketSquares: number;
};

function isPair(x: number | undefined, y: number | undefined): boolean {
  return Number.isFinite(x) && Number.isFinite(y);
}

/** Sums of squares and products around the means, over the periods that have both. */
function momentsOf(benchmark: ArrayLike<number>, market: ArrayLike<number>): Moments {
  let pairs = 0;
  let meanX = 0;
  let meanY = 0;
  let benchmarkSquares = 0;
  let products = 0;
  let marketSquares = 0;
  for (let index = 0; index < benchmark.length; index++) {
    const x = benchmark[index];
    const y = market[index];
    if (x === undefined || y === undefined || !isPair(x, y)) continue;
    pairs += 1;
    const fromMeanX = x - meanX;
    const fromMeanY = y - meanY;
    meanX += fromMeanX / pairs;
    meanY += fromMeanY / pairs;
    benchmarkSquares += fromMeanX * (x - meanX);
    products += fromMeanX * (y - meanY);
    marketSquares += fromMeanY * (y - meanY);
  }
  return { pairs, benchmarkSquares, products, marketSquares };
}

function shrunkBeta({ pairs, benchmarkSquares, products, marketSquares }: Moments, priorVariance: number): number {
  if (pairs < LEAST_PAIRS || !(benchmarkSquares > 0)) return PRIOR_BETA;
  const beta = products / benchmarkSquares;
  const residualSquares = Math.max(0, marketSquares - beta * products);
  const squaredError = residualSquares / (pairs - 2) / benchmarkSquares;
  const weight = priorVariance / (priorVariance + squaredError);
  return weight * beta + (1 - weight) * PRIOR_BETA;
}

/**
 * How far each market moves when the benchmark moves by 1: the slope of its returns on those of the benchmark, drawn to 1 the
 * more, the less certain the slope is: w x slope + (1 - w) x 1 with w = priorDeviation^2 / (priorDeviation^2 + error^2).
 *
 * Periods without both returns do not count. With less than 3 periods, or a benchmark that never moves, it is 1.
 * @param returns of all markets, the benchmark among them; fractions
 * @throws RangeError when the benchmark has no returns, lists differ in length, or `priorDeviation` is not > 0
 * @see O. A. Vasicek, "A Note on Using Cross-Sectional Information in Bayesian Estimation of Security Betas", Journal of
 *   Finance 28 (1973); the prior mean is that of the market itself, 1
 * @example
 * const returns = new Map([
 *   [marketId('BTC-USD'), [0.01, -0.02, 0.015]],
 *   [marketId('SOL-USD'), [0.02, -0.04, 0.03]],
 * ]);
 * betasOf(returns, marketId('BTC-USD')).get(marketId('SOL-USD')); // 2: no error, not drawn
 */
export function betasOf(
  returns: AlignedReturns,
  benchmark: MarketId,
  { priorDeviation = PRIOR_DEVIATION }: BetaOptions = {},
): ReadonlyMap<MarketId, number> {
  if (!(priorDeviation > 0 && priorDeviation < Infinity)) {
    throw new RangeError(`priorDeviation must be finite and > 0, was ${priorDeviation}`);
  }
  periodsOf(returns);
  const benchmarkReturns = returnsOf(returns, benchmark);
  const betas = new Map<MarketId, number>();
  for (const [market, list] of returns) {
    betas.set(market, shrunkBeta(momentsOf(benchmarkReturns, list), priorDeviation ** 2));
  }
  return betas;
}
