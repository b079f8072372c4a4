import { floorDiv, magnitude } from '@perpstream/core';
import type { ExactNotional } from '../margin/exact-position';
import { netNotionalQuoteQuantums } from '../margin/net-notional';
import { ONE_MILLION } from '../margin/one-million';

/** How much of a position the chain takes at once; governance values, to be read from a node. */
export type LiquidatableNotionalConfig = {
  /** Smallest notional that is taken, in quote quantums; smaller positions are taken whole. */
  readonly minPositionNotionalLiquidated: bigint;
  /** Largest share of a position that is taken at once. */
  readonly maxPositionPortionLiquidatedPpm: number;
};

/**
 * The smallest and largest notional of a position that one liquidation may take, in quote quantums.
 *
 * @see v4-chain `x/clob/keeper/liquidations.go` GetMaxAndMinPositionNotionalLiquidatable
 */
export function liquidatableNotional(
  position: ExactNotional,
  config: LiquidatableNotionalConfig,
): { readonly min: bigint; readonly max: bigint } {
  const notional = magnitude(netNotionalQuoteQuantums(position));
  const { minPositionNotionalLiquidated: smallest } = config;
  const min = smallest < notional ? smallest : notional;
  const portion = floorDiv(notional * BigInt(config.maxPositionPortionLiquidatedPpm), ONE_MILLION);
  return { min, max: portion > min ? portion : min };
}
