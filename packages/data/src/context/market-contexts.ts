import type { OperatorFunction } from 'rxjs';
import type { MarketContext, MarketData, StatusChange } from '@perpstream/core';
import { forEachMarket } from '../for-each-market';
import { ContextKeeper } from './context-keeper';

/**
 * Keeps rules, status, oracle price, funding and open interest of all markets; `processMarketData` without the rest.
 *
 * Merges the exchange's partial updates and emits one whole `context` per input that changes it, nothing otherwise. Each
 * oracle input is a change, since it renews the receive time of the price; a price whose time on the exchange is not
 * stated has none. A market never heard of starts with status `UNKNOWN` and every other field absent until it is stated.
 * A gap of the markets channel makes the status `UNKNOWN` again until the exchange states it; the other fields stay as
 * they were last known.
 *
 * `openInterestChange1hBase` compares by receive time, to the minute, at each `context`: the latest statement with the one
 * that held an hour ago; within the first hour with the first statement; absent before the second.
 *
 * After the context comes one `status-change` when the exchange states another status than it stated last, the first time
 * from `UNKNOWN`. An interruption is none: only the statement after it may be.
 * @example inputs$.pipe(marketContexts())
 */
export function marketContexts(): OperatorFunction<MarketData, MarketContext | StatusChange> {
  return forEachMarket((subscriber) => ({
    createPart: () => new ContextKeeper((event) => subscriber.next(event)),
  }));
}
