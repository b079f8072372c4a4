/**
 * In how many steps half of a distance from 0 is gone, by the autoregression x(t) = p x(t-1): -ln 2 / ln p. 0 when what
 * is left changes its sign at every step (p <= 0), Infinity when nothing comes back (p >= 1).
 */
export function halfLife(levels: Float64Array): number {
  let [product, square] = [0, 0];
  for (let t = 1; t < levels.length; t += 1) {
    product += levels[t]! * levels[t - 1]!;
    square += levels[t - 1]! ** 2;
  }
  const kept = product / square;
  if (!(kept < 1)) return Infinity;
  return kept <= 0 ? 0 : -Math.LN2 / Math.log(kept);
}
