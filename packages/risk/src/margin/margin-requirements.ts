import { ceilDiv, floorDiv, magnitude } from '@perpstream/core';
import { effectiveInitialMarginPpm } from './effective-initial-margin-ppm';
import type { ExactPosition, ExactTier } from './exact-position';
import { netNotionalQuoteQuantums } from './net-notional';
import { ONE_MILLION } from './one-million';

/** What a position must be backed by, in quote quantums. */
export type MarginRequirements = { readonly initial: bigint; readonly maintenance: bigint };

function shareUp(quoteQuantums: bigint, ppm: number): bigint {
  return ceilDiv(quoteQuantums * BigInt(ppm), ONE_MILLION);
}

/**
 * Initial margin of a notional, in quote quantums, rounded up. Scaled by open interest.
 *
 * @param notional signed quote quantums
 * @param openInterestNotional open interest of the market in quote quantums
 * @see v4-chain `x/perpetuals/types/liquidity_tier.go` GetInitialMarginQuoteQuantums
 */
export function initialMarginQuoteQuantums(notional: bigint, tier: ExactTier, openInterestNotional: bigint): bigint {
  return shareUp(magnitude(notional), effectiveInitialMarginPpm(tier, openInterestNotional));
}

/**
 * Maintenance margin of a notional, in quote quantums: a share of the rounded-up base initial margin, rounded up again.
 *
 * @param notional signed quote quantums
 * @see v4-chain `x/perpetuals/lib/lib.go` GetMarginRequirementsInQuoteQuantums
 */
export function maintenanceMarginQuoteQuantums(notional: bigint, tier: ExactTier): bigint {
  return shareUp(shareUp(magnitude(notional), tier.initialMarginPpm), tier.maintenanceFractionPpm);
}

/**
 * Maintenance margin in parts per million of the notional, rounded down. For showing: the chain's own requirement comes
 * from {@link maintenanceMarginQuoteQuantums}.
 *
 * @see v4-chain `x/perpetuals/types/liquidity_tier.go` GetMaintenanceMarginPpm
 */
export function maintenanceMarginPpm(tier: ExactTier): number {
  return Number(floorDiv(BigInt(tier.initialMarginPpm) * BigInt(tier.maintenanceFractionPpm), ONE_MILLION));
}

/**
 * Initial and maintenance margin of a position at the oracle price, exactly as the chain computes them.
 *
 * @see v4-chain `x/perpetuals/lib/lib.go` GetMarginRequirementsInQuoteQuantums
 */
export function marginRequirements(position: ExactPosition): MarginRequirements {
  const { atomicResolution, price, priceExponent, openInterestBaseQuantums: baseQuantums = 0n } = position;
  const notional = netNotionalQuoteQuantums(position);
  const openInterest = netNotionalQuoteQuantums({ baseQuantums, atomicResolution, price, priceExponent });
  return {
    initial: initialMarginQuoteQuantums(notional, position, openInterest),
    maintenance: maintenanceMarginQuoteQuantums(notional, position),
  };
}
