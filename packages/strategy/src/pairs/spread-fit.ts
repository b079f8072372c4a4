import { dickeyFuller } from './dickey-fuller';
import { halfLife } from './half-life';
import { regress } from './regression';

/** What a window of closes says of log(first) = intercept + hedgeRatio log(second) + spread. */
export type SpreadFit = {
  readonly intercept: number;
  readonly hedgeRatio: number;
  /** Standard deviation of the spread. */
  readonly deviation: number;
  /** Statistic of the Engle-Granger test, and the number of changes it rests on. */
  readonly statistic: number;
  readonly observations: number;
  readonly halfLifeBars: number;
};

/**
 * Fits the spread of two markets to their log closes of the same bars.
 *
 * @returns undefined when there is nothing to fit: one of them does not move, or both move as one
 * @see Engle and Granger, "Co-Integration and Error Correction", Econometrica 55 (1987)
 */
export function fitSpread(first: Float64Array, second: Float64Array, lags: number): SpreadFit | undefined {
  const line = regress(first, second);
  const test = line && dickeyFuller(line.residuals, lags);
  if (line === undefined || test === undefined) return undefined;
  const squares = line.residuals.reduce((sum, residual) => sum + residual * residual, 0);
  return {
    intercept: line.intercept,
    hedgeRatio: line.slope,
    deviation: Math.sqrt(squares / (line.residuals.length - 2)),
    ...test,
    halfLifeBars: halfLife(line.residuals),
  };
}
