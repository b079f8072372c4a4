import { floorDiv, magnitude, QUOTE_EXPONENT, usdToQuote } from '@perpstream/core';
import type { ExactNotional } from '../margin/exact-position';
import { netNotionalQuoteQuantums, scaleByPowerOfTen } from '../margin/net-notional';
import { liquidatableNotional } from './liquidatable-notional';
import type { LiquidationConfig } from './liquidation-config';

type SizeConfig = Pick<
  LiquidationConfig,
  'minPositionNotionalLiquidatedUsd' | 'maxPositionPortionLiquidatedPpm' | 'maxSubaccountNotionalLiquidatedUsd'
>;

/** How many base quantums a notional buys at the oracle price, truncated. */
function baseQuantumsOf(quoteQuantums: bigint, { atomicResolution, price, priceExponent }: ExactNotional): bigint {
  return scaleByPowerOfTen(quoteQuantums, QUOTE_EXPONENT - priceExponent - atomicResolution) / price;
}

/**
 * How much of a position the chain liquidates in one block, as a signed change in base quantums: opposite to the position, on
 * the step grid, the whole of it when its notional fits into the limits.
 *
 * Assumes that nothing of the subaccount was liquidated in this block before.
 * @param stepBaseQuantums step of the market, > 0
 * @see v4-chain `x/clob/keeper/liquidations.go` GetLiquidatablePositionSizeDelta
 */
export function liquidatableBaseQuantums(
  position: ExactNotional,
  stepBaseQuantums: bigint,
  config: SizeConfig,
): bigint {
  const held = magnitude(position.baseQuantums);
  const { max } = liquidatableNotional(position, {
    minPositionNotionalLiquidated: usdToQuote(config.minPositionNotionalLiquidatedUsd),
    maxPositionPortionLiquidatedPpm: config.maxPositionPortionLiquidatedPpm,
  });
  const ofSubaccount = usdToQuote(config.maxSubaccountNotionalLiquidatedUsd);
  const notional = max < ofSubaccount ? max : ofSubaccount;
  if (magnitude(netNotionalQuoteQuantums(position)) <= notional) return -position.baseQuantums;
  const onGrid = floorDiv(baseQuantumsOf(notional, position), stepBaseQuantums) * stepBaseQuantums;
  const least = onGrid > stepBaseQuantums ? onGrid : stepBaseQuantums;
  const size = least < held ? least : held;
  return position.baseQuantums > 0n ? -size : size;
}
