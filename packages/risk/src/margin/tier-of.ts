import { usdToQuote, type MarketRules } from '@perpstream/core';
import type { ExactTier } from './exact-position';

const PPM = 1_000_000;

/** Fractions of the Indexer are parts per million written as decimals: this gets the integer back. */
function ppmOf(fraction: number): number {
  return Math.round(fraction * PPM);
}

/**
 * The share of the initial margin that is maintenance margin, in parts per million, from the two fractions that the Indexer
 * states.
 *
 * The Indexer states the product, rounded down to parts per million, so several shares fit; of these the roundest is taken, the
 * one with the most zeros at its end. The product of what is returned, rounded down, is again what the Indexer stated. Tiers are
 * set in round numbers, so the share is the chain's own for every tier that the exchange has ever listed.
 */
function maintenanceFractionPpm(initialMarginPpm: number, maintenanceMarginPpm: number): number {
  if (initialMarginPpm === 0) return 0;
  const smallest = Math.ceil((maintenanceMarginPpm * PPM) / initialMarginPpm);
  const beyond = ((maintenanceMarginPpm + 1) * PPM) / initialMarginPpm;
  let step = PPM;
  while (Math.ceil(smallest / step) * step >= beyond) step /= 10;
  return Math.ceil(smallest / step) * step;
}

/**
 * The margin tier of a market in the chain's integers, from the fractions that the Indexer states.
 *
 * @throws RangeError when a fraction is outside of [0, 1], the maintenance margin above the initial margin, or a cap not finite
 */
export function tierOf(rules: MarketRules, customInitialMarginFraction: number = 0): Required<ExactTier> {
  const { marketId, initialMarginFraction: initial, maintenanceMarginFraction: maintenance } = rules;
  if (!(initial <= 1 && maintenance >= 0 && maintenance <= initial)) {
    throw new RangeError(
      `margin fractions of ${marketId} must hold 0 <= maintenance <= initial <= 1, were ${maintenance}, ${initial}`,
    );
  }
  return {
    initialMarginPpm: ppmOf(initial),
    maintenanceFractionPpm: maintenanceFractionPpm(ppmOf(initial), ppmOf(maintenance)),
    openInterestLowerCap: usdToQuote(rules.openInterestLowerCapUsd),
    openInterestUpperCap: usdToQuote(rules.openInterestUpperCapUsd),
    customInitialMarginPpm: ppmOf(customInitialMarginFraction),
  };
}
