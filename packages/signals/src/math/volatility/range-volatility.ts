import type { OpenHighLowClose } from '../bar-prices';
import { requirePeriod } from '../require-period';
import { RollingMean } from '../window/rolling-mean';
import { YangZhang } from './yang-zhang';
import { garmanKlassVariance, parkinsonVariance, rogersSatchellVariance } from './bar-variance';

/**
 * How the volatility is read off the bars. Per bar of the same length they need about 1/5 (`parkinson`) to 1/14
 * (`yang-zhang`) of the bars that closes alone would need.
 *
 * - `parkinson`: from high and low; for prices without drift and without gaps between bars
 * - `garman-klass`: from open, high, low and close; the same assumptions, less noise
 * - `rogers-satchell`: as `garman-klass`, but right under any drift
 * - `yang-zhang`: right under drift and with gaps between bars; 24 bytes a bar instead of 8
 */
export type RangeEstimator = 'parkinson' | 'garman-klass' | 'rogers-satchell' | 'yang-zhang';

/** Keeps the variance per bar of the last bars. */
type BarVariance = {
  readonly value: number | undefined;
  update(bar: OpenHighLowClose): number | undefined;
};

const variances: Readonly<Record<string, (period: number) => BarVariance>> = {
  parkinson: (period) => new MeanVariance(period, parkinsonVariance),
  'garman-klass': (period) => new MeanVariance(period, garmanKlassVariance),
  'rogers-satchell': (period) => new MeanVariance(period, rogersSatchellVariance),
  'yang-zhang': (period) => new YangZhang(period),
};

/**
 * Volatility of the last `period` bars from their ranges: the standard deviation of the log return over one bar. Bars
 * without a move count as such; prices that never move have volatility 0. Independent of the price scale. O(1) per
 * update, no drift.
 *
 * @throws RangeError when `period` is not an integer >= 2 or there is no such estimator
 * @example new RangeVolatility(30, 'yang-zhang').update(bar)
 * @see Parkinson, "The Extreme Value Method for Estimating the Variance of the Rate of Return" (1980)
 * @see Garman and Klass, "On the Estimation of Security Price Volatilities from Historical Data" (1980)
 * @see Rogers and Satchell, "Estimating Variance from High, Low and Closing Prices" (1991)
 * @see Yang and Zhang, "Drift-Independent Volatility Estimation Based on High, Low, Open, and Close Prices" (2000)
 */
export class RangeVolatility {
  readonly #variance: BarVariance;

  constructor(
    readonly period: number,
    readonly estimator: RangeEstimator = 'parkinson',
  ) {
    requirePeriod('period', period, 2);
    const create = Object.hasOwn(variances, estimator) ? variances[estimator] : undefined;
    if (create === undefined)
      throw new RangeError(`estimator must be one of ${Object.keys(variances).join(', ')}, was ${estimator}`);
    this.#variance = create(period);
  }

  /** Undefined before the first `period` bars (one more for `yang-zhang`). */
  get value(): number | undefined {
    const { variance } = this;
    return variance === undefined ? undefined : Math.sqrt(variance);
  }

  /** Square of the volatility: variance of the log return over one bar, >= 0. */
  get variance(): number | undefined {
    return this.#variance.value;
  }

  /** @throws RangeError when a price is not a finite number > 0 */
  update(bar: OpenHighLowClose): number | undefined {
    requirePricesAboveZero(bar);
    this.#variance.update(bar);
    return this.value;
  }
}

class MeanVariance implements BarVariance {
  readonly #mean: RollingMean;

  constructor(
    period: number,
    private readonly varianceOf: (bar: OpenHighLowClose) => number,
  ) {
    this.#mean = new RollingMean(period);
  }

  get value(): number | undefined {
    const mean = this.#mean.value;
    return mean === undefined ? undefined : Math.max(0, mean);
  }

  update(bar: OpenHighLowClose): number | undefined {
    return this.#mean.update(this.varianceOf(bar));
  }
}

function requirePricesAboveZero({ openUsd, highUsd, lowUsd, closeUsd }: OpenHighLowClose): void {
  const arePrices = openUsd > 0 && lowUsd > 0 && closeUsd > 0 && highUsd > 0 && openUsd + highUsd + closeUsd < Infinity;
  if (arePrices) return;
  throw new RangeError(`prices must be finite numbers > 0, were ${openUsd}, ${highUsd}, ${lowUsd}, ${closeUsd}`);
}
