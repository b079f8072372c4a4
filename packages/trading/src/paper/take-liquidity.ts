import {
  toSubticks,
  type MarketRules,
  type OrderIntent,
  type Quantums,
  type Side,
  type Subticks,
} from '@perpstream/core';
import { availableQuantums, markTaken, type PaperMarket, type RestingOrder } from './paper-market';

/** A size that trades at a price. */
export type Match = { readonly quantums: Quantums; readonly subticks: Subticks };

/** True when an order of this side and limit may trade at a price; both in USD or both in subticks. */
export function isWithinLimit<Price extends number | bigint>(side: Side, price: Price, limit: Price): boolean {
  return side === 'buy' ? price <= limit : price >= limit;
}

/** True when an order of this side and price would trade at once with what is displayed. */
export function crossesBook(market: PaperMarket, side: Side, priceUsd: number): boolean {
  const top = market.book?.top;
  if (top === undefined) return false;
  return isWithinLimit(side, side === 'buy' ? top.askPriceUsd : top.bidPriceUsd, priceUsd);
}

/** Own resting orders on the other side that an order of this side would meet at `limit` or better. */
export function ownOrdersWithin(market: PaperMarket, side: Side, limit: Subticks): RestingOrder[] {
  return market.resting.filter(({ order }) => order.side !== side && isWithinLimit(side, order.subticks, limit));
}

/** The side of a taker and the worst price that it accepts. */
export type TakerLimit = Pick<OrderIntent, 'side' | 'priceUsd'>;

/**
 * Takes displayed size, best price first, within the limit: one match per level, at the level's price. What is taken is gone
 * until the market's next book event.
 *
 * @param admits asked for each match before it counts; at the first that it refuses the taking is over
 */
export function takeLiquidity(
  market: PaperMarket,
  rules: MarketRules,
  limit: TakerLimit,
  quantums: bigint,
  admits: (match: Match) => boolean = () => true,
): Match[] {
  const view = market.book?.view;
  if (view === undefined) return [];
  const levels = limit.side === 'buy' ? view.asks : view.bids;
  const matches: Match[] = [];
  let remaining = quantums;
  for (let depth = 0; depth < levels.count && remaining > 0n; depth += 1) {
    const priceUsd = levels.priceUsd(depth);
    if (!isWithinLimit(limit.side, priceUsd, limit.priceUsd)) break;
    const available = availableQuantums(market, rules, priceUsd, levels.sizeBase(depth));
    const subticks = toSubticks(priceUsd, rules, limit.side === 'buy' ? 'up' : 'down');
    if (available === 0n || !subticks.ok) continue;
    const match = { quantums: (available < remaining ? available : remaining) as Quantums, subticks: subticks.value };
    if (!admits(match)) break;
    markTaken(market, priceUsd, match.quantums);
    matches.push(match);
    remaining -= match.quantums;
  }
  return matches;
}
