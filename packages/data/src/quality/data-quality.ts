import type { OperatorFunction, SchedulerLike } from 'rxjs';
import type { DataQuality, FaultSink, MarketData } from '@perpstream/core';
import { DueTimer } from '../due-timer';
import { forEachMarket } from '../for-each-market';
import { MarketBook } from '../order-book/market-book';
import { checkedOrderBookOptions, type OrderBookOptions } from '../order-book/order-book-options';
import { MarketQuality } from './market-quality';

const DEFAULT_STALE_AFTER_MS = 10_000;

/** Options of `dataQuality`: how books are kept, since their condition counts, and when silence is too long. */
export type DataQualityOptions = OrderBookOptions & {
  /** The time in which silence is measured: the `EventScheduler` that the runner advances. */
  readonly scheduler: SchedulerLike;
  /** A market without any data for so long is stale; > 0, default 10,000. */
  readonly staleAfterMs?: number;
};

/** The check of `staleAfterMs`. @throws RangeError when it is not a finite number > 0 */
export function checkedStaleAfterMs(staleAfterMs: number = DEFAULT_STALE_AFTER_MS): number {
  if (!(staleAfterMs > 0 && staleAfterMs < Infinity)) {
    throw new RangeError(`staleAfterMs must be > 0 and finite, was ${staleAfterMs}`);
  }
  return staleAfterMs;
}

/** The faults of books are told by `orderBooks`. */
const silent: FaultSink = { report: () => undefined };

/**
 * Judges how far the data of each market can be trusted; `processMarketData` without the rest.
 *
 * Emits one `quality` per change of level, one per audit of the book, and one when the number, looked at on each
 * whole second (on each tenth of a `staleAfterMs` above 10 s, each 10 s at the least), has moved by 0.05 or more since it
 * was last told. A market is
 *
 * - `syncing` from its first input until its book has a snapshot, and from a gap of its book or trades until the next
 *   book snapshot or the next trades; it does not turn stale
 * - `stale` once nothing came for `staleAfterMs`, until data come again; answers of the REST interface are no data
 * - `dirty` while its book or trades are in doubt
 * - `live` otherwise
 *
 * The level is about the data and not about the market: a book with one side empty is complete and fresh, so it is
 * `live`, although no `book` is published. Its number tells: it is the product of
 *
 * - freshness: 1 up to half of `staleAfterMs`, then falling to 0.5
 * - calm: 60 / (60 + levels that had to be hidden in the last minute)
 * - confirmation: 1 after an audit without a wrong level, 0.5 when a tenth or more was wrong, fading within ten minutes to
 *   0.95, which is also the value without an audit since the snapshot
 * - depth: 1 from ten levels on the thinner side, 0.55 with one, 0 with none
 *
 * `ageMs` is in the time of the scheduler. The `cause` of what comes without an input is the newest data.
 *
 * One timer serves all markets; it waits only while a market is `live` or `dirty` or a book is crossed, and ends with the
 * subscription.
 * @throws RangeError when an option is out of range
 * @example inputs$.pipe(dataQuality({ scheduler, staleAfterMs: 5_000 }))
 */
export function dataQuality(options: DataQualityOptions): OperatorFunction<MarketData, DataQuality> {
  const { scheduler } = options;
  const staleAfterMs = checkedStaleAfterMs(options.staleAfterMs);
  const bookOptions = checkedOrderBookOptions(options);
  return forEachMarket((subscriber) => {
    const timer = new DueTimer(scheduler, subscriber);
    return {
      createPart: (marketId) => {
        const book = new MarketBook(marketId, bookOptions, timer, silent, () => undefined);
        const quality = new MarketQuality(marketId, { scheduler, staleAfterMs, timer, book }, (judged) =>
          subscriber.next(judged),
        );
        return {
          handle: (event) => {
            book.handle(event);
            quality.handle(event);
          },
        };
      },
    };
  });
}
