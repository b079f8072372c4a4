import { ceilDiv, type QuoteQuantums } from '@perpstream/core';

/** Fees of an account in parts per million of the value of a fill, integers. A negative maker fee is a rebate. */
export type TradingFees = { readonly takerPpm: number; readonly makerPpm: number };

/**
 * The fee of a fill in quote quantums: value x ppm / 10^6, rounded toward plus infinity, so a fee is rounded up and a
 * rebate (negative) toward zero.
 *
 * @see v4-chain `x/clob/keeper/process_single_match.go` for the rounding
 */
export function tradingFee(fillQuoteQuantums: QuoteQuantums, ppm: number): QuoteQuantums {
  return ceilDiv(fillQuoteQuantums * BigInt(ppm), 1_000_000n) as QuoteQuantums;
}
