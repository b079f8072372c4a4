import type { OperatorFunction, SchedulerLike } from 'rxjs';
import type { DataQuality, MarketData } from '@perpstream/core';
import { forEachMarket } from '../for-each-market';
import { MarketQuality } from './market-quality';
import { StaleTimer } from './stale-timer';

const DEFAULT_STALE_AFTER_MS = 10_000;

/** Options of `dataQuality`. */
export type DataQualityOptions = {
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

/**
 * Judges how far the data of each market can be trusted; `processMarketData` without the rest.
 *
 * Emits one `quality` per change of level. A market is `syncing` from its first input until its book has a snapshot, and
 * from a gap of its book or trades until the next book snapshot or the next trades; otherwise it is `live` while data of
 * any kind arrive, and `stale` once nothing came for `staleAfterMs`. A `syncing` market does not turn stale. `ageMs` is
 * in the time of the scheduler. The level is about the data and not about the market: a book with one side empty is
 * complete and fresh, so it is `live`, although no `book` is published. The `cause` of `stale` is the newest data.
 *
 * One timer serves all markets; it waits only while a market is `live` and ends with the subscription.
 * @throws RangeError when `staleAfterMs` is not a finite number > 0
 * @example inputs$.pipe(dataQuality({ scheduler, staleAfterMs: 5_000 }))
 */
export function dataQuality(options: DataQualityOptions): OperatorFunction<MarketData, DataQuality> {
  const { scheduler } = options;
  const staleAfterMs = checkedStaleAfterMs(options.staleAfterMs);
  return forEachMarket((subscriber) => {
    const timer = new StaleTimer(staleAfterMs, scheduler, subscriber);
    const emit = (quality: DataQuality): void => subscriber.next(quality);
    return { createPart: (marketId) => new MarketQuality(marketId, scheduler, timer, emit) };
  });
}
