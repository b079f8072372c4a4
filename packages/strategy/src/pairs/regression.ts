/** y = intercept + slope x, and what is left: y minus that. */
export type Regression = { readonly intercept: number; readonly slope: number; readonly residuals: Float64Array };

function mean(values: Float64Array): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum / values.length;
}

/** Ordinary least squares of y on x; undefined when x does not move. Both of the same length, at least 2. */
export function regress(y: Float64Array, x: Float64Array): Regression | undefined {
  const [meanY, meanX] = [mean(y), mean(x)];
  let [covariance, variance] = [0, 0];
  for (let i = 0; i < x.length; i += 1) {
    const distance = x[i]! - meanX;
    covariance += distance * (y[i]! - meanY);
    variance += distance * distance;
  }
  if (!(variance > 0)) return undefined;
  const slope = covariance / variance;
  const intercept = meanY - slope * meanX;
  return { intercept, slope, residuals: y.map((value, i) => value - intercept - slope * x[i]!) };
}
