import { toPriceUsd, toSizeBase, type LimitHit, type MarketRules, type OrderIntent } from '@perpstream/core';
import { blockingHits } from '../limits/blocking-hits';
import { exposureBeside } from '../limits/exposure';
import { limitHit } from '../limits/limit-hit';
import { hitsAt, limitRooms } from '../limits/limit-rooms';
import { fillCostUsd, signOf, type MarketRisk } from '../monitor/market-risk';
import type { RiskBook } from '../monitor/risk-book';

/** Float64 noise between sizes that are the same on the market's grid. */
const SAME = 1 + 1e-9;

/** Size and price as the chain will read them: from the integers that are sent, not from the numbers for showing. */
export function sentAs(
  order: OrderIntent,
  rules: MarketRules,
): { readonly sizeBase: number; readonly priceUsd: number } {
  return { sizeBase: toSizeBase(order.quantums, rules), priceUsd: toPriceUsd(order.subticks, rules) };
}

/** What the chain refuses whatever the limits are. */
function chainHits(order: OrderIntent): LimitHit[] {
  const hits: LimitHit[] = [];
  if (order.reduceOnly && order.timeInForce !== 'ioc') {
    const message = `the chain takes reduce-only orders with ioc alone, was ${order.timeInForce}`;
    hits.push(limitHit('chain-rule', 0, 1, message));
  }
  if (order.quantums <= 0n || order.subticks <= 0n) {
    hits.push(limitHit('chain-rule', 0, 1, 'size and price of an order must be > 0'));
  }
  return hits;
}

/** Whether an order only reduces: by its flag, or because it closes no more than is open after its side's working orders. */
function isReducing(order: OrderIntent, { position, orders }: MarketRisk): boolean {
  if (order.reduceOnly) return true;
  if (position === undefined) return false;
  const held: bigint = position.quantums;
  if (order.quantums > (order.side === 'sell' ? held : -held)) return false;
  const heldBase = Math.abs(position.sizeBase);
  let closingBase = heldBase * (Number(order.quantums) / Math.abs(Number(held)));
  for (const { side, remainingBase } of orders) if (side === order.side) closingBase += remainingBase;
  return closingBase <= heldBase * SAME;
}

function sizeHits(book: RiskBook, market: MarketRisk, order: OrderIntent, rules: MarketRules): LimitHit[] {
  const { sizeBase, priceUsd } = sentAs(order, rules);
  const sign = signOf(order.side);
  const besideNow = exposureBeside(book, market);
  const costUsd = fillCostUsd({ side: order.side, remainingBase: sizeBase, priceUsd }, market.oraclePriceUsd);
  const equityUsd = besideNow.equityUsd - costUsd;
  if (equityUsd <= 0) return [limitHit('free-collateral', equityUsd, 0, `filling at ${priceUsd} USD leaves no equity`)];
  const afterUsd = sign * (market.worstBase(sign) + sign * sizeBase) * market.oraclePriceUsd;
  const beside = { ...besideNow, equityUsd };
  return hitsAt(limitRooms({ limits: book.options.limits, market, sign, beside }), afterUsd);
}

/** Every limit that an order breaks, its own size and price and the working orders of its market filled the worst way. */
export function orderHits(book: RiskBook, order: OrderIntent): LimitHit[] {
  const market = book.market(order.marketId);
  const chain = chainHits(order);
  if (chain.length > 0) return chain;
  if (isReducing(order, market)) return [];
  const blocks = blockingHits(book, market, order.receivedMs);
  if (blocks.length > 0 || market.rules === undefined) return blocks;
  return sizeHits(book, market, order, market.rules);
}
