/** How surely a unit root is refused: the chance to refuse it where there is one. */
export type Significance = 0.01 | 0.05 | 0.1;

/** b0, b1, b2 of b0 + b1 / T + b2 / T^2: two series, constant, no trend. */
const surfaces: Readonly<Record<Significance, readonly [number, number, number]>> = {
  0.01: [-3.89644, -10.9519, -22.527],
  0.05: [-3.33613, -6.1101, -6.823],
  0.1: [-3.04445, -4.2412, -2.72],
};

/**
 * The critical value of the Engle-Granger test of two series with a constant, after `observations` changes: a statistic
 * below it says that they are cointegrated. The usual Dickey-Fuller tables do not hold for residuals that were fitted.
 *
 * @see MacKinnon, "Critical Values for Cointegration Tests", Queen's Economics Department Working Paper 1227 (2010), table 2
 */
export function criticalValue(observations: number, significance: Significance): number {
  const [limit, first, second] = surfaces[significance];
  return limit + first / observations + second / observations ** 2;
}

export function isSignificance(value: number): value is Significance {
  return value in surfaces;
}
