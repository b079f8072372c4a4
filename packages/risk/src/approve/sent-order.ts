import { toPriceUsd, toSizeBase, type MarketRules, type OrderIntent } from '@perpstream/core';

/** Size and price as the chain will read them: from the integers that are sent, not from the numbers for showing. */
export type SentOrder = { readonly sizeBase: number; readonly priceUsd: number };

/** What the integers of an order come to. */
export function sentAs(order: OrderIntent, rules: MarketRules): SentOrder {
  return { sizeBase: toSizeBase(order.quantums, rules), priceUsd: toPriceUsd(order.subticks, rules) };
}
