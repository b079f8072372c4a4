import type { MarketRules } from '@perpstream/core';

/** The chain cuts the 8-hour rate at this multiple of initial minus maintenance margin; a value of governance. */
const CLAMP_FACTOR = 6;
const HOURS = 8;

/**
 * The largest funding rate per hour that the chain charges in a market, as a fraction: 6 x (initial - maintenance margin) for
 * eight hours. Infinity while the rules are unknown.
 *
 * @see https://docs.dydx.xyz for the clamp of funding rates; v4-chain `x/perpetuals`, parameter `funding_rate_clamp_factor_ppm`
 */
export function fundingCap1h(rules: MarketRules | undefined): number {
  if (rules === undefined) return Infinity;
  return (CLAMP_FACTOR * (rules.initialMarginFraction - rules.maintenanceMarginFraction)) / HOURS;
}
