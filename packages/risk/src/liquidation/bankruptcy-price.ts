import { floorDiv } from '@perpstream/core';
import type { AccountMargin, MarginPosition } from '../margin/account-margin';
import type { ExactAccount, ExactPosition } from '../margin/exact-position';
import { maintenanceMarginQuoteQuantums } from '../margin/margin-requirements';
import { netNotionalQuoteQuantums } from '../margin/net-notional';
import { positionToLiquidate } from './position-to-liquidate';
import { thresholdPrice } from './threshold-price';

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

/**
 * The oracle price of one market at which the equity of the account is 0 with everything else fixed, in USD.
 *
 * Undefined when there is none: no position, or a long without debt. 0 for a short whose account owes more than it has at every
 * price. NaN when an input is no number. The price at which the chain closes a position of an account with several is another
 * one, see `bankruptcyPriceQuoteQuantums`.
 * @param position one of the positions that `margin` was computed from
 * @example bankruptcyPrice(position, accountMargin(-900, [position])); // 900 for one coin
 */
export function bankruptcyPrice(
  { sizeBase, oraclePriceUsd }: Pick<MarginPosition, 'sizeBase' | 'oraclePriceUsd'>,
  { equityUsd }: Pick<AccountMargin, 'equityUsd'>,
): number | undefined {
  return thresholdPrice(sizeBase, sizeBase * oraclePriceUsd - equityUsd, sizeBase);
}
