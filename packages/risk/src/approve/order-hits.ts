import type { LimitHit, OrderIntent } from '@perpstream/core';
import { blockingHits } from '../limits/blocking-hits';
import { limitHit } from '../limits/limit-hit';
import { hitsAt, limitRooms } from '../limits/limit-rooms';
import { freeCollateralRoom } from '../limits/margin-rooms';
import { roomQuestion } from '../limits/room-question';
import { fillCostUsd, signOf, type MarketRisk, type Sign } from '../monitor/market-risk';
import type { RiskBook } from '../monitor/risk-book';
import { countHits } from './count-hits';
import { priceHits } from './price-hits';
import { sentAs, type SentOrder } from './sent-order';

/** Float64 noise between sizes that are the same on the market's grid. */
const SAME = 1 + 1e-9;

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

/**
 * The other side of the market may fill instead, with the equity that is left when this order does. Only where orders work
 * there: a position that is too large already must not keep the order out that turns it.
 */
function otherSideHits(book: RiskBook, market: MarketRisk, sign: Sign, costUsd: number): LimitHit[] {
  const other: Sign = sign === 1 ? -1 : 1;
  if (!market.orders.some(({ side }) => signOf(side) === other)) return [];
  const otherUsd = other * market.worstBase(other) * market.oraclePriceUsd;
  return hitsAt([freeCollateralRoom(roomQuestion(book, market, other, { costUsd }))], otherUsd);
}

function sizeHits(book: RiskBook, market: MarketRisk, order: OrderIntent, sent: SentOrder): LimitHit[] {
  const { sizeBase, priceUsd } = sent;
  const sign = signOf(order.side);
  const costUsd = fillCostUsd({ side: order.side, remainingBase: sizeBase, priceUsd }, market.oraclePriceUsd);
  const question = roomQuestion(book, market, sign, { costUsd });
  const { equityUsd } = question.beside;
  if (equityUsd <= 0) return [limitHit('free-collateral', equityUsd, 0, `filling at ${priceUsd} USD leaves no equity`)];
  const afterUsd = sign * (market.worstBase(sign) + sign * sizeBase) * market.oraclePriceUsd;
  const hits = hitsAt(limitRooms(question), afterUsd);
  return hits.length > 0 ? hits : otherSideHits(book, market, sign, costUsd);
}

/**
 * Every limit that an order breaks, its own size and price and the working orders of its market filled the worst way. An order
 * that reduces breaks none but the rules of the chain.
 */
export function orderHits(book: RiskBook, order: OrderIntent): LimitHit[] {
  const market = book.market(order.marketId);
  const chain = chainHits(order);
  if (chain.length > 0) return chain;
  const reduces = isReducing(order, market);
  const rate = book.rate.hits(order, reduces);
  if (reduces) return rate;
  const counts = [...countHits(book, market, order), ...rate];
  const blocks = blockingHits(book, market, order.receivedMs);
  if (blocks.length > 0 || market.rules === undefined) return [...blocks, ...counts];
  const sent = sentAs(order, market.rules);
  const { limits } = book.options;
  return [...sizeHits(book, market, order, sent), ...priceHits(limits, market, order.side, sent), ...counts];
}
