import type { LimitHit, LimitName, OrderIntent } from '@perpstream/core';
import { equityTierOrders } from '../limits/equity-tiers';
import { limitHit, shown } from '../limits/limit-hit';
import { isStateful } from '../limits/stateful';
import type { MarketRisk } from '../monitor/market-risk';
import type { RiskBook } from '../monitor/risk-book';

function above(limit: LimitName, open: number, bound: number, where: string): LimitHit[] {
  return open < bound ? [] : [limitHit(limit, open + 1, bound, `${open + 1} open orders ${where} exceed ${bound}`)];
}

/** Stateful orders are bound by the equity of the account; short-term ones are not. */
function tierHits(book: RiskBook, order: OrderIntent): LimitHit[] {
  if (!isStateful(order)) return [];
  const equityUsd = book.equityUsd() ?? 0;
  const bound = equityTierOrders(equityUsd, book.options.equityTiers);
  return above('equity-tier', book.statefulOrders, bound, `kept by the chain at ${shown(equityUsd)} USD of equity`);
}

/** The limits on how many orders are open that one more would break, orders in flight included. */
export function countHits(book: RiskBook, market: MarketRisk, order: OrderIntent): LimitHit[] {
  const { limits } = book.options;
  return [
    ...above('open-orders', market.openOrders, limits.maxOpenOrdersPerMarket, `in ${market.marketId}`),
    ...above('open-orders', book.openOrders, limits.maxOpenOrders, 'of the account'),
    ...tierHits(book, order),
  ];
}
