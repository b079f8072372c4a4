import { marketId, type MarketId, type MarketRules } from '@perpstream/core';

/** The market that builders use when a test names none. */
export const BTC: MarketId = marketId('BTC-USD');
/** A second market. */
export const ETH: MarketId = marketId('ETH-USD');

/**
 * The rules of a BTC-like market: step 0.0001, tick 1 USD, initial margin 5 %, maintenance margin 3 %. Override any field.
 *
 * @example marketRules({ marketId: ETH, atomicResolution: -9 })
 */
export function marketRules(overrides: Partial<MarketRules> = {}): MarketRules {
  return {
    marketId: BTC,
    clobPairId: 0,
    atomicResolution: -10,
    quantumConversionExponent: -9,
    stepBaseQuantums: 1_000_000n,
    subticksPerTick: 100_000n,
    initialMarginFraction: 0.05,
    maintenanceMarginFraction: 0.03,
    openInterestLowerCapUsd: 0,
    openInterestUpperCapUsd: 0,
    marginMode: 'cross',
    ...overrides,
  };
}
