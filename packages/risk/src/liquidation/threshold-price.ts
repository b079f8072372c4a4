/**
 * The price from which on a position brings its account below a bound: what is short at a price of 0 in USD, over what one USD of
 * price adds.
 *
 * Undefined when no price >= 0 does. When all of them do: 0 for a short, which a rising price hurts, Infinity for a long.
 */
export function thresholdPrice(sizeBase: number, shortfallUsd: number, perUsdOfPrice: number): number | undefined {
  if (sizeBase === 0) return undefined;
  if (perUsdOfPrice === 0) return shortfallUsd <= 0 ? undefined : shortfallUsd * Infinity;
  const priceUsd = shortfallUsd / perUsdOfPrice;
  if (!(priceUsd < 0)) return priceUsd;
  return sizeBase > 0 ? undefined : 0;
}
