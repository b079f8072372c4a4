import { floorDiv } from '@perpstream/core';
import type { ExactTier } from './exact-position';
import { ONE_MILLION } from './one-million';

/**
 * The initial margin of a market in parts per million after scaling by open interest: flat up to the lower cap, 100 % from
 * the upper cap on, a straight line between, rounded down; or what the owner of the account asked for, if that is larger.
 *
 * The maintenance margin is never scaled.
 * @param openInterestNotional open interest of the market at the oracle price, in quote quantums, >= 0
 * @see v4-chain `x/perpetuals/types/liquidity_tier.go` GetInitialMarginQuoteQuantums
 * @example
 * const tier = { initialMarginPpm: 200_000, maintenanceFractionPpm: 500_000, openInterestLowerCap: 10n, openInterestUpperCap: 20n };
 * effectiveInitialMarginPpm(tier, 15n); // 600_000
 */
export function effectiveInitialMarginPpm(tier: ExactTier, openInterestNotional: bigint): number {
  const scaled = scaledPpm(tier, openInterestNotional);
  return Math.max(scaled, tier.customInitialMarginPpm ?? 0);
}

function scaledPpm(tier: ExactTier, openInterestNotional: bigint): number {
  const { initialMarginPpm, openInterestLowerCap: lower = 0n, openInterestUpperCap: upper = 0n } = tier;
  if (upper === 0n || openInterestNotional <= lower) return initialMarginPpm;
  if (openInterestNotional >= upper) return Number(ONE_MILLION);
  const base = BigInt(initialMarginPpm);
  return Number(base + floorDiv((ONE_MILLION - base) * (openInterestNotional - lower), upper - lower));
}
