import { QUOTE_EXPONENT } from '@perpstream/core';
import type { ExactNotional } from './exact-position';

/** `value` x 10^`exponent`, truncated toward zero as the chain's `Quo` does. */
export function scaleByPowerOfTen(value: bigint, exponent: number): bigint {
  const power = 10n ** BigInt(Math.abs(exponent));
  return exponent >= 0 ? value * power : value / power;
}

/**
 * What a position is worth at the oracle price: signed quote quantums, truncated toward zero.
 *
 * @see v4-chain `x/perpetuals/lib/lib.go` GetNetNotionalInQuoteQuantums
 * @example
 * // 1 coin of a market with 10^10 quantums a coin, at 50,000 USD
 * netNotionalQuoteQuantums({ baseQuantums: 10n ** 10n, atomicResolution: -10, price: 5n, priceExponent: 4 }); // 50_000_000_000n
 */
export function netNotionalQuoteQuantums(position: ExactNotional): bigint {
  const { baseQuantums, atomicResolution, price, priceExponent } = position;
  return scaleByPowerOfTen(baseQuantums * price, priceExponent + atomicResolution - QUOTE_EXPONENT);
}
