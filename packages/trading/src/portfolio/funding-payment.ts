import { decimalOf, floorDiv, QUOTE_EXPONENT, type QuoteQuantums, type UnixMs } from '@perpstream/core';

const HOUR_MS = 3_600_000;

/** Number of the UTC hour that holds this time. */
export function utcHour(atMs: UnixMs): number {
  return Math.floor(atMs / HOUR_MS);
}

/**
 * What one hour of funding pays to a position, in quote quantums: -size x oracle price x hourly rate, rounded down, which
 * is against the account. A positive rate is paid by longs to shorts.
 *
 * @param position signed quantums of 10^`atomicResolution` base units
 * @see v4-chain `x/perpetuals/keeper/perpetual.go` and `x/subaccounts/lib/updates.go` for the settlement
 */
export function fundingPayment(
  position: { readonly quantums: bigint; readonly atomicResolution: number },
  oraclePriceUsd: number,
  rate1h: number,
): QuoteQuantums {
  const price = decimalOf(oraclePriceUsd);
  const rate = decimalOf(rate1h);
  const digits = -position.quantums * price.digits * rate.digits;
  const exponent = position.atomicResolution + price.exponent + rate.exponent - QUOTE_EXPONENT;
  const quote = exponent >= 0 ? digits * 10n ** BigInt(exponent) : floorDiv(digits, 10n ** BigInt(-exponent));
  return quote as QuoteQuantums;
}
