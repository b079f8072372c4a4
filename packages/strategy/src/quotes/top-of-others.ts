import type { BookSide, OpenOrder, Side, TopOfBook } from '@perpstream/core';
import type { MarketView } from '../portfolio/market-view';

/** Sizes of the exchange and of the account are the same decimal number, up to the last bits of a subtraction. */
const SAME = 1e-9;

function ownSizeAt(own: readonly OpenOrder[], side: Side, priceUsd: number): number {
  let size = 0;
  for (const order of own) if (order.side === side && order.priceUsd === priceUsd) size += order.remainingBase;
  return size;
}

/** The depth of the best level that is not the account's alone: one of exactly the size of its own orders there is. */
function bestOfOthers(levels: BookSide, own: readonly OpenOrder[], side: Side): number | undefined {
  for (let depth = 0; depth < levels.count; depth += 1) {
    const size = levels.sizeBase(depth);
    const ownSize = ownSizeAt(own, side, levels.priceUsd(depth));
    if (Math.abs(size - ownSize) > SAME * size) return depth;
  }
  return undefined;
}

/**
 * The best prices of a market without the account's own quotes, so that a strategy never takes its own opinion for that of
 * the market: quotes around a mid that they make themselves would run away. Undefined when a side has nothing else.
 *
 * A level counts as own when it has exactly the size of the own orders at its price. Where quotes are simulated and thus
 * not in the book, nothing is left out but for a coincidence of sizes.
 */
export function topOfOthers(
  { top, book }: Pick<MarketView, 'top' | 'book'>,
  own: readonly OpenOrder[],
): TopOfBook | undefined {
  if (own.length === 0 || top === undefined || book === undefined) return top;
  const bid = bestOfOthers(book.bids, own, 'buy');
  const ask = bestOfOthers(book.asks, own, 'sell');
  if (bid === undefined || ask === undefined) return undefined;
  return {
    bidPriceUsd: book.bids.priceUsd(bid),
    bidSizeBase: book.bids.sizeBase(bid),
    askPriceUsd: book.asks.priceUsd(ask),
    askSizeBase: book.asks.sizeBase(ask),
  };
}
