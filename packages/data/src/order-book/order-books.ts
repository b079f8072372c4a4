import type { OperatorFunction, SchedulerLike } from 'rxjs';
import type { BookUpdate, FaultSink, MarketData } from '@perpstream/core';
import { DueTimer } from '../due-timer';
import { forEachMarket } from '../for-each-market';
import { MarketBook } from './market-book';
import { checkedOrderBookOptions, type OrderBookOptions } from './order-book-options';

/** Options of `orderBooks`. */
export type OrderBooksOptions = OrderBookOptions & {
  readonly faults: FaultSink;
  /** The time in which levels are hidden for too long: the `EventScheduler` that the runner advances. */
  readonly scheduler: SchedulerLike;
};

/**
 * Keeps the order books of all markets; `processMarketData` without the rest.
 *
 * Emits one `book` after each snapshot and each change of a market whose snapshot is known. Silent before the first
 * snapshot and from a gap of the book channel to the next snapshot: the gap empties the book, views given out before
 * included. A book with an empty side after uncrossing is not published: one `one-sided-book` fault per episode, which
 * ends with the next published book. Levels with impossible numbers are refused: one `malformed-frame` fault per frame,
 * its other levels are applied.
 *
 * Two repairs, each followed by a `book`. A level that lost to a cross for `evictAfterMs` is deleted, also while no input
 * comes. An audit corrects the levels that it can judge: one `book-mismatch` fault with the counts and the worst level;
 * an audit of a book that is not known or in doubt, or with impossible levels, does nothing.
 *
 * One timer serves all markets; it waits only while a book is crossed and ends with the subscription.
 * @throws RangeError when an option is out of range
 * @example inputs$.pipe(orderBooks({ scheduler, faults, uncross: 'documentation' }))
 */
export function orderBooks(options: OrderBooksOptions): OperatorFunction<MarketData, BookUpdate> {
  const { scheduler, faults } = options;
  const bookOptions = checkedOrderBookOptions(options);
  return forEachMarket((subscriber) => {
    const timer = new DueTimer(scheduler, subscriber);
    const emit = (book: BookUpdate): void => subscriber.next(book);
    return { createPart: (marketId) => new MarketBook(marketId, bookOptions, timer, faults, emit) };
  });
}
