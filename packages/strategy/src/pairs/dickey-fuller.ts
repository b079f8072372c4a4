/** The outcome of an augmented Dickey-Fuller regression. */
export type DickeyFuller = {
  /** t-statistic of the level: the more negative, the more surely it comes back. */
  readonly statistic: number;
  /** Changes that were explained. */
  readonly observations: number;
};

/**
 * Augmented Dickey-Fuller regression without constant, for residuals, whose mean is 0:
 * change(t) = g level(t-1) + c1 change(t-1) + ... + cp change(t-p). The statistic is g over its standard error.
 *
 * The level is the last regressor, so the last step of a Cholesky factorisation L z = X'y of the normal equations gives
 * the statistic at once: z / s, with s^2 = (y'y - z'z) / (n - p - 1). One pass over the series.
 *
 * @param lags p, an integer >= 0
 * @returns undefined when the series is too short, or does not move
 * @see Said and Dickey, "Testing for Unit Roots in Autoregressive-Moving Average Models", Biometrika 71 (1984)
 */
export function dickeyFuller(levels: Float64Array, lags: number): DickeyFuller | undefined {
  const size = lags + 1;
  const observations = levels.length - 1 - lags;
  if (observations <= size) return undefined;
  // Rows and columns: the lagged changes, the level, and last the change that is explained.
  const products = crossProducts(levels, lags);
  const factors = cholesky(products, size + 1);
  if (factors === undefined) return undefined;
  const level = factors[size * (size + 1) + size - 1]!;
  const residual = factors[size * (size + 1) + size]!;
  return { statistic: level / (residual / Math.sqrt(observations - size)), observations };
}

/** Sums of products of all regressors and the change that is explained, as a square matrix in rows. */
function crossProducts(levels: Float64Array, lags: number): Float64Array {
  const width = lags + 2;
  const products = new Float64Array(width * width);
  const row = new Float64Array(width);
  for (let t = lags + 1; t < levels.length; t += 1) {
    for (let lag = 1; lag <= lags; lag += 1) row[lag - 1] = levels[t - lag]! - levels[t - lag - 1]!;
    row[lags] = levels[t - 1]!;
    row[lags + 1] = levels[t]! - levels[t - 1]!;
    for (let i = 0; i < width; i += 1) {
      for (let j = 0; j <= i; j += 1) products[i * width + j]! += row[i]! * row[j]!;
    }
  }
  return products;
}

/** Less than this share of a regressor that the others do not explain is rounding. */
const SINGULAR = 1e-12;

/** The lower Cholesky factor of a symmetric matrix, in place; undefined when it is not positive definite. */
function cholesky(matrix: Float64Array, width: number): Float64Array | undefined {
  const at = (i: number, j: number): number => matrix[i * width + j]!;
  for (let i = 0; i < width; i += 1) {
    const whole = at(i, i);
    for (let j = 0; j <= i; j += 1) {
      let rest = at(i, j);
      for (let k = 0; k < j; k += 1) rest -= at(i, k) * at(j, k);
      if (i === j && !(rest > SINGULAR * whole)) return undefined;
      matrix[i * width + j] = i === j ? Math.sqrt(rest) : rest / at(j, j);
    }
  }
  return matrix;
}
