import { floorDiv } from '@perpstream/core';
import type { ExactAccount } from '../margin/exact-position';
import { scaleByPowerOfTen } from '../margin/net-notional';
import { ONE_MILLION } from '../margin/one-million';
import { bankruptcyPriceQuoteQuantums } from './bankruptcy-price';

/** One fill of a liquidation order, before it changes the account. */
export type LiquidationFill = {
  readonly perpetualId: number;
  /** Whether the liquidated account buys (it was short). */
  readonly isBuy: boolean;
  readonly fillBaseQuantums: bigint;
  readonly subticks: bigint;
  readonly quantumConversionExponent: number;
};

/**
 * What the insurance fund receives (+) or pays (-) for a liquidation fill, in quote quantums: all that the fill is worth
 * above the bankruptcy price up to the largest fee, or all that it falls short of it.
 *
 * @param maxLiquidationFeePpm largest fee as a share of the fill's value; governance value
 * @throws RangeError when the fill does not close part of the position, or the account has no maintenance margin
 * @see v4-chain `x/clob/keeper/liquidations.go` GetLiquidationInsuranceFundDelta
 */
export function insuranceFundDelta(account: ExactAccount, fill: LiquidationFill, maxLiquidationFeePpm: number): bigint {
  const value = scaleByPowerOfTen(fill.fillBaseQuantums * fill.subticks, fill.quantumConversionExponent);
  const proceeds = fill.isBuy ? -value : value;
  const delta = fill.isBuy ? fill.fillBaseQuantums : -fill.fillBaseQuantums;
  const surplus = proceeds - bankruptcyPriceQuoteQuantums(account, fill.perpetualId, delta);
  const largestFee = floorDiv(value * BigInt(maxLiquidationFeePpm), ONE_MILLION);
  return surplus > largestFee ? largestFee : surplus;
}
