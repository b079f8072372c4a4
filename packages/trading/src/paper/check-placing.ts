import type { MarketRules, OrderIntent } from '@perpstream/core';
import { crossesBook, ownOrdersWithin } from './take-liquidity';
import type { PaperMarket } from './paper-market';

/** Why an order ends without a trade, in the words of the chain where it has some. */
export type OrderEnd = { readonly kind: 'cancelled' | 'expired' | 'rejected'; readonly reason: string };

/** Whether an order can be placed: with the rules of its market, or not, with the reason. */
export type Placing = OrderEnd | { readonly kind: 'placeable'; readonly rules: MarketRules };

function rejected(reason: string): OrderEnd {
  return { kind: 'rejected', reason };
}

function refuseByGrid(order: OrderIntent, rules: MarketRules): OrderEnd | undefined {
  if (order.quantums <= 0n || order.quantums % rules.stepBaseQuantums !== 0n) {
    return rejected(`size ${order.quantums} quantums is not a positive multiple of ${rules.stepBaseQuantums}`);
  }
  if (order.subticks <= 0n || order.subticks % rules.subticksPerTick !== 0n) {
    return rejected(`price ${order.subticks} subticks is not a positive multiple of ${rules.subticksPerTick}`);
  }
  return undefined;
}

function refuseByPosition(order: OrderIntent, { positionQuantums }: PaperMarket): OrderEnd | undefined {
  if (!order.reduceOnly) return undefined;
  if (order.timeInForce !== 'ioc') return rejected('reduce only orders must be short term IOC orders');
  const isReducing = order.side === 'buy' ? positionQuantums < 0n : positionQuantums > 0n;
  return isReducing ? undefined : rejected('a reduce-only order cannot open or increase a position');
}

function refuseByBook(order: OrderIntent, market: PaperMarket): OrderEnd | undefined {
  if (market.book === undefined || !market.isLive) {
    return { kind: 'cancelled', reason: `no liquidity is known: the data of ${order.marketId} are not live` };
  }
  if (order.timeInForce !== 'post-only') return undefined;
  const isCrossing =
    crossesBook(market, order.side, order.priceUsd) || ownOrdersWithin(market, order.side, order.subticks).length > 0;
  return isCrossing ? rejected('POST_ONLY_WOULD_CROSS_MAKER_ORDER') : undefined;
}

/**
 * Checks whether an order can be matched or rest now, and says why not. The order of the checks is that of the chain: what
 * is wrong with the order itself, then with the account's position, then with the book.
 *
 * @see v4-chain `x/clob/types/errors.go` and `removal_reason.proto` for the reasons
 */
export function checkPlacing(order: OrderIntent, market: PaperMarket): Placing {
  const { rules, status } = market;
  if (rules === undefined) return rejected(`the rules of ${order.marketId} are not known`);
  if (status !== 'ACTIVE') return rejected(`${order.marketId} takes no orders while ${status}`);
  const refusal = refuseByGrid(order, rules) ?? refuseByPosition(order, market) ?? refuseByBook(order, market);
  return refusal ?? { kind: 'placeable', rules };
}
