import { floorDiv } from '@perpstream/core';
import type { ExactAccount, ExactPosition } from '../margin/exact-position';
import { maintenanceMarginQuoteQuantums } from '../margin/margin-requirements';
import { netNotionalQuoteQuantums } from '../margin/net-notional';
import { positionToLiquidate } from './position-to-liquidate';

function checkDelta({ baseQuantums }: ExactPosition, delta: bigint): void {
  const closes = baseQuantums > 0n ? delta < 0n && -delta <= baseQuantums : delta > 0n && delta <= -baseQuantums;
  if (!closes) throw new RangeError(`deltaBaseQuantums ${delta} must close part of the position of ${baseQuantums}`);
}

/**
 * The quote quantums that a subaccount receives (+) or pays (-) for closing `deltaBaseQuantums` at the bankruptcy price: the
 * price at which the position's share of the collateral is exactly used up. Rounded against the account.
 *
 * @param deltaBaseQuantums change of the position; opposite to it and not larger
 * @throws RangeError when the delta does not close part of the position, or the account has no maintenance margin
 * @see v4-chain `x/clob/keeper/liquidations.go` GetBankruptcyPriceInQuoteQuantums
 */
export function bankruptcyPriceQuoteQuantums(
  account: ExactAccount,
  perpetualId: number,
  deltaBaseQuantums: bigint,
): bigint {
  const { position, margin } = positionToLiquidate(account, perpetualId);
  checkDelta(position, deltaBaseQuantums);
  const before = netNotionalQuoteQuantums(position);
  const after = netNotionalQuoteQuantums({ ...position, baseQuantums: position.baseQuantums + deltaBaseQuantums });
  const released = maintenanceMarginQuoteQuantums(before, position) - maintenanceMarginQuoteQuantums(after, position);
  return before - after - floorDiv(margin.netCollateral * released, margin.maintenance);
}
