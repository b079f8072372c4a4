import {
  toPriceUsd,
  toSizeBase,
  type MarketRules,
  type OnGrid,
  type OrderIntent,
  type Quantums,
  type Subticks,
  type TopOfBook,
} from '@perpstream/core';
import type { DesiredOrder } from './desired-orders';
import { takerWorstPrice, touchPrice, uncrossedPrice } from './order-price';

/** The part of an order that size and price decide. */
export type PricedOrder = Pick<
  OrderIntent,
  'side' | 'quantums' | 'subticks' | 'sizeBase' | 'priceUsd' | 'timeInForce' | 'reduceOnly'
>;

function price(wish: DesiredOrder, top: TopOfBook, maxSlippageBps: number, rules: MarketRules): OnGrid<Subticks> {
  if (wish.timeInForce === 'ioc') return takerWorstPrice(wish.side, top, maxSlippageBps, rules);
  if (wish.quote === undefined) return touchPrice(wish.side, top, rules);
  return uncrossedPrice(wish.side, wish.quote.subticks, top, rules);
}

/** Sizes and prices a desired order on the market's grid at this moment, or says why it cannot be sent. */
export function makeOrder(
  wish: DesiredOrder,
  rules: MarketRules,
  top: TopOfBook,
  maxSlippageBps: number,
): OnGrid<PricedOrder> {
  const { side, timeInForce, reduceOnly } = wish;
  const quantums = (wish.quantums - (wish.quantums % rules.stepBaseQuantums)) as Quantums;
  const sizeBase = toSizeBase(quantums, rules);
  if (quantums === 0n) {
    return {
      ok: false,
      reason: `size ${wish.quantums} quantums is below one step of ${rules.stepBaseQuantums}`,
      nearest: ['0', String(rules.stepBaseQuantums)],
    };
  }
  const worst = price(wish, top, maxSlippageBps, rules);
  if (!worst.ok) return worst;
  const subticks = worst.value;
  const priceUsd = toPriceUsd(subticks, rules);
  return { ok: true, value: { side, quantums, subticks, sizeBase, priceUsd, timeInForce, reduceOnly } };
}
