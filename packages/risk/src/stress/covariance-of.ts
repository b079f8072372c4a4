import type { MarketId } from '@perpstream/core';
import { periodsOf, type AlignedReturns } from './aligned-returns';

/**
 * Covariances of returns per period, row by row: that of markets i and j stands at `values[i * marketIds.length + j]`.
 *
 * Symmetric, and no combination of markets has a variance below 0. Squares of fractions.
 * @example
 * const covariance: CovarianceMatrix = { marketIds: [marketId('BTC-USD')], values: [0.0001] }; // 1 % a period
 */
export type CovarianceMatrix = { readonly marketIds: readonly MarketId[]; readonly values: ArrayLike<number> };

function fromMean(market: MarketId, list: ArrayLike<number>): Float64Array {
  const values = Float64Array.from(list);
  const bad = values.findIndex((value) => !Number.isFinite(value));
  if (bad >= 0) throw new RangeError(`returns of ${market} must be finite, [${bad}] was ${values[bad]}`);
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return values.map((value) => value - mean);
}

function product(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let period = 0; period < a.length; period++) sum += (a[period] ?? NaN) * (b[period] ?? NaN);
  return sum;
}

/**
 * The sample covariances of aligned returns, divided by the number of periods - 1. All periods weigh the same.
 *
 * @param returns of at least 2 periods, as fractions
 * @throws RangeError when a return is not finite, there are less than 2 periods, or lists differ in length
 * @example
 * covarianceOf(new Map([[marketId('BTC-USD'), [0.01, -0.01, 0.01, -0.01]]])).values[0]; // 0.000133...
 */
export function covarianceOf(returns: AlignedReturns): CovarianceMatrix {
  const periods = periodsOf(returns);
  if (periods < 2) throw new RangeError(`returns must have at least 2 periods, were ${periods}`);
  const rows = Array.from(returns, ([market, list]) => fromMean(market, list));
  const values = new Float64Array(rows.length ** 2);
  rows.forEach((a, i) => {
    rows.slice(i).forEach((b, offset) => {
      const covariance = product(a, b) / (periods - 1);
      values[i * rows.length + i + offset] = covariance;
      values[(i + offset) * rows.length + i] = covariance;
    });
  });
  return { marketIds: [...returns.keys()], values };
}
