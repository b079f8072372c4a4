import type { MarketRules } from '@perpstream/core';

/** Absorbs float64 noise just below a whole part per million, so that the floor agrees with the chain's integers. */
const NOISE_PPM = 1e-6;

/**
 * The initial margin of a market as a fraction, in float64. Scaled by open interest: flat up to the lower cap, 1 from the upper
 * cap on, a straight line between, rounded down to parts per million as the chain does; or the fraction that the owner of the
 * account asked for on the chain, if that is larger.
 *
 * NaN when the margin is scaled and open interest is no number.
 * @param openInterestUsd open interest of the market at the oracle price, in USD
 * @param customFraction what the owner set for the perpetual (`MsgUpdateLeverage`); 0 means nothing
 * @see v4-chain `x/perpetuals/types/liquidity_tier.go` GetInitialMarginQuoteQuantums
 * @example effectiveInitialMarginFraction(rules, openInterestBase * oraclePriceUsd)
 */
export function effectiveInitialMarginFraction(
  rules: MarketRules,
  openInterestUsd: number,
  customFraction: number = 0,
): number {
  return Math.max(customFraction, scaledFraction(rules, openInterestUsd));
}

function scaledFraction(rules: MarketRules, openInterestUsd: number): number {
  const { initialMarginFraction: base, openInterestLowerCapUsd: lower, openInterestUpperCapUsd: upper } = rules;
  if (upper === 0 || openInterestUsd <= lower) return base;
  if (openInterestUsd >= upper) return 1;
  const addedPpm = ((1 - base) * 1e6 * (openInterestUsd - lower)) / (upper - lower);
  return base + Math.floor(addedPpm + NOISE_PPM) / 1e6;
}
