import type { MarketRules } from '@perpstream/core';

/** Absorbs float64 noise just below a whole part per million, so that the floor agrees with the chain's integers. */
const NOISE_PPM = 1e-6;

/**
 * The initial margin of a market as a fraction after scaling by open interest, in float64: flat up to the lower cap, 1 from
 * the upper cap on, a straight line between, rounded down to parts per million as the chain does.
 *
 * @param openInterestUsd open interest of the market at the oracle price, in USD
 * @see v4-chain `x/perpetuals/types/liquidity_tier.go` GetAdjustedInitialMarginQuoteQuantums
 * @example effectiveInitialMarginFraction(rules, openInterestBase * oraclePriceUsd)
 */
export function effectiveInitialMarginFraction(rules: MarketRules, openInterestUsd: number): number {
  const { initialMarginFraction: base, openInterestLowerCapUsd: lower, openInterestUpperCapUsd: upper } = rules;
  if (upper === 0 || openInterestUsd <= lower) return base;
  if (openInterestUsd >= upper) return 1;
  const addedPpm = ((1 - base) * 1e6 * (openInterestUsd - lower)) / (upper - lower);
  return base + Math.floor(addedPpm + NOISE_PPM) / 1e6;
}
