import type { OperatorFunction } from 'rxjs';
import type { BookUpdate, FaultSink, MarketData } from '@perpstream/core';
import { forEachMarket } from '../for-each-market';
import { MarketBook } from './market-book';
import { checkedMaxLevels } from './order-book';

/** Options of `orderBooks`. */
export type OrderBooksOptions = {
  readonly faults: FaultSink;
  /** Raw levels kept per side of a book, default 5,000; the farthest level goes first. */
  readonly maxLevelsPerSide?: number;
};

/**
 * Keeps the order books of all markets; `processMarketData` without the rest.
 *
 * Emits one `book` after each snapshot and each change of a market whose snapshot is known. Silent before the first
 * snapshot and from a gap of the book channel to the next snapshot: the gap empties the book, views given out before
 * included. A book with an empty side after uncrossing is not published: one `one-sided-book` fault per episode, which
 * ends with the next published book. Levels with impossible numbers are refused: one `malformed-frame` fault per frame,
 * its other levels are applied.
 * @throws RangeError when `maxLevelsPerSide` is not an integer >= 1
 * @example inputs$.pipe(orderBooks({ faults }))
 */
export function orderBooks(options: OrderBooksOptions): OperatorFunction<MarketData, BookUpdate> {
  const maxLevels = checkedMaxLevels(options.maxLevelsPerSide);
  return forEachMarket((subscriber) => {
    const emit = (book: BookUpdate): void => subscriber.next(book);
    return { createPart: () => new MarketBook(maxLevels, options.faults, emit) };
  });
}
