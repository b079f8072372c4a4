import { ceilDiv, floorDiv, type MarketRules } from '@perpstream/core';
import type { Fraction } from './fraction';

/** Prices on the chain are unsigned integers of 64 bits. */
const LARGEST_SUBTICKS = 2n ** 64n - 1n;

/**
 * A fillable price on the market's tick grid, in subticks, moved in favour of the account: up for a long, which sells, and down
 * for a short. At least one tick.
 *
 * @param price of `fillablePrice`: quote quantums per base quantum
 * @see v4-chain `x/clob/keeper/liquidations.go` ConvertFillablePriceToSubticks
 */
export function fillableSubticks(
  price: Fraction,
  isLong: boolean,
  rules: Pick<MarketRules, 'quantumConversionExponent' | 'subticksPerTick'>,
): bigint {
  const { quantumConversionExponent: exponent, subticksPerTick: tick } = rules;
  const power = 10n ** BigInt(Math.abs(exponent));
  const numerator = exponent < 0 ? price.numerator * power : price.numerator;
  const denominator = (exponent < 0 ? price.denominator : price.denominator * power) * tick;
  const ticks = isLong ? ceilDiv(numerator, denominator) : floorDiv(numerator, denominator);
  const mostTicks = LARGEST_SUBTICKS / tick;
  if (ticks < 1n) return tick;
  return (ticks > mostTicks ? mostTicks : ticks) * tick;
}
