import { type BookUpdate, type MarketRules, type Quantums, type Side, type TradeFlow } from '@perpstream/core';
import { availableQuantums, displayedQuantums, markTaken, type PaperMarket, type RestingOrder } from './paper-market';

/** A resting order and the size that trades of it now. */
export type MakerMatch = { readonly resting: RestingOrder; readonly quantums: Quantums };

function smaller(a: bigint, b: bigint): bigint {
  return a < b ? a : b;
}

/** Resting orders of a side, best price first, then in order of coming to rest. */
function byPriority(market: PaperMarket, side: Side): RestingOrder[] {
  const sign = side === 'buy' ? -1 : 1;
  return market.resting
    .filter(({ order }) => order.side === side)
    .sort((a, b) => sign * (a.order.priceUsd - b.order.priceUsd));
}

function matchFlow(market: PaperMarket, rules: MarketRules, side: Side, flow: TradeFlow): MakerMatch[] {
  const tradedBase = side === 'buy' ? flow.sellBase : flow.buyBase;
  const extremeUsd = side === 'buy' ? flow.lowPriceUsd : flow.highPriceUsd;
  let traded = displayedQuantums(tradedBase, rules);
  const matches: MakerMatch[] = [];
  for (const resting of byPriority(market, side)) {
    const { priceUsd } = resting.order;
    const isThrough = side === 'buy' ? extremeUsd < priceUsd : extremeUsd > priceUsd;
    const isReached = isThrough || extremeUsd === priceUsd;
    if (!isReached || flow.exchangeMs <= resting.sinceExchangeMs) continue;
    // A trade beyond the price proves that all who stood before us at that price are gone.
    const ahead = isThrough ? 0n : smaller(resting.queueAheadQuantums, traded);
    resting.queueAheadQuantums = isThrough ? 0n : resting.queueAheadQuantums - ahead;
    const quantums = smaller(resting.remainingQuantums, traded - ahead) as Quantums;
    traded -= ahead + quantums;
    if (quantums > 0n) matches.push({ resting, quantums });
  }
  return matches;
}

/**
 * What trades of others would have filled: those beyond the price of a resting order fill it, those at its price fill what
 * stood before it first. Never more than was traded against its side, shared among own orders by price and time.
 */
export function matchMakersWithFlow(market: PaperMarket, rules: MarketRules, flow: TradeFlow): MakerMatch[] {
  return [...matchFlow(market, rules, 'buy', flow), ...matchFlow(market, rules, 'sell', flow)];
}

/** What a book that reaches the price of a resting order fills: at most the size displayed at the opposite best price. */
export function matchMakersWithBook(market: PaperMarket, rules: MarketRules, { top }: BookUpdate): MakerMatch[] {
  const matches: MakerMatch[] = [];
  for (const side of ['buy', 'sell'] as const) {
    const priceUsd = side === 'buy' ? top.askPriceUsd : top.bidPriceUsd;
    const sizeBase = side === 'buy' ? top.askSizeBase : top.bidSizeBase;
    for (const resting of byPriority(market, side)) {
      const isCrossed = side === 'buy' ? priceUsd <= resting.order.priceUsd : priceUsd >= resting.order.priceUsd;
      if (!isCrossed) break;
      const available = availableQuantums(market, rules, priceUsd, sizeBase);
      const quantums = smaller(resting.remainingQuantums, available) as Quantums;
      if (quantums === 0n) break;
      markTaken(market, priceUsd, quantums);
      matches.push({ resting, quantums });
    }
  }
  return matches;
}

/** Displayed size that stands before an order that comes to rest at this price now. */
export function queueAhead(market: PaperMarket, rules: MarketRules, side: Side, priceUsd: number): bigint {
  const view = market.book?.view;
  if (view === undefined) return 0n;
  const levels = side === 'buy' ? view.bids : view.asks;
  for (let depth = 0; depth < levels.count; depth += 1) {
    const levelUsd = levels.priceUsd(depth);
    if (levelUsd === priceUsd) return displayedQuantums(levels.sizeBase(depth), rules);
    if (side === 'buy' ? levelUsd < priceUsd : levelUsd > priceUsd) return 0n;
  }
  return 0n;
}
