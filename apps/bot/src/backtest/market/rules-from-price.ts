import { type MarketId, type MarketRules } from '@perpstream/core';

/** What a market asks as margin, as fractions of the position's value. */
export type MarginFractions = { readonly initialMarginFraction: number; readonly maintenanceMarginFraction: number };

/** The step is the power of ten that is worth 0.1 to 1 USD. */
const STEP_DIGITS = 1;
const STEP_QUANTUMS_EXPONENT = 6;
const QUOTE_CONVERSION_EXPONENT = -9;

/**
 * Rules for a market of which only a price is known: a tick of 6 significant digits (95,000 has ticks of 0.1), and a step
 * that is worth 0.1 to 1 USD. Initial margin does not grow with open interest.
 */
export function rulesFromPrice(
  marketId: MarketId,
  clobPairId: number,
  priceUsd: number,
  margins: MarginFractions,
): MarketRules {
  const magnitude = Math.floor(Math.log10(priceUsd));
  const stepExponent = -magnitude - STEP_DIGITS;
  return {
    marketId,
    clobPairId,
    atomicResolution: stepExponent - STEP_QUANTUMS_EXPONENT,
    quantumConversionExponent: QUOTE_CONVERSION_EXPONENT,
    stepBaseQuantums: 10n ** BigInt(STEP_QUANTUMS_EXPONENT),
    // A subtick is 10^(-6 - 9 - atomicResolution) USD, a tick 10^(magnitude - 5): their ratio is the same at every price.
    subticksPerTick: 1_000n,
    ...margins,
    openInterestLowerCapUsd: 0,
    openInterestUpperCapUsd: 0,
    marginMode: 'cross',
  };
}
