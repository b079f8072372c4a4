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
 * What a liquidated account pays to the insurance fund (+), or the fund pays for it (-), for closing part of a position, in quote
 * quantums: all that the fill is worth above the bankruptcy price up to the largest fee, or all that it falls short of it.
 *
 * @param deltaBaseQuantums change of the position; opposite to it and not larger
 * @param fillQuoteQuantums worth of the fill, > 0
 * @param maxLiquidationFeePpm largest fee as a share of the fill's value; governance value
 * @throws RangeError when the fill does not close part of the position, or the account has no maintenance margin
 */
export function liquidationFeeQuoteQuantums(
  account: ExactAccount,
  perpetualId: number,
  deltaBaseQuantums: bigint,
  fillQuoteQuantums: bigint,
  maxLiquidationFeePpm: number,
): bigint {
  const proceeds = deltaBaseQuantums > 0n ? -fillQuoteQuantums : fillQuoteQuantums;
  const surplus = proceeds - bankruptcyPriceQuoteQuantums(account, perpetualId, deltaBaseQuantums);
  const largestFee = floorDiv(fillQuoteQuantums * BigInt(maxLiquidationFeePpm), ONE_MILLION);
  return surplus > largestFee ? largestFee : surplus;
}

/**
 * What the insurance fund receives (+) or pays (-) for a liquidation fill at a price of the book, in quote quantums.
 *
 * @param maxLiquidationFeePpm largest fee as a share of the fill's value; governance value
 * @throws RangeError when the fill does not close part of the position, or the account has no maintenance margin
 * @see v4-chain `x/clob/keeper/liquidations.go` GetLiquidationInsuranceFundDelta
 */
export function insuranceFundDelta(account: ExactAccount, fill: LiquidationFill, maxLiquidationFeePpm: number): bigint {
  const { perpetualId, isBuy, fillBaseQuantums } = fill;
  const value = scaleByPowerOfTen(fillBaseQuantums * fill.subticks, fill.quantumConversionExponent);
  const delta = isBuy ? fillBaseQuantums : -fillBaseQuantums;
  return liquidationFeeQuoteQuantums(account, perpetualId, delta, value, maxLiquidationFeePpm);
}
