import type { OperatorFunction } from 'rxjs';
import type { MarketContext, MarketData } from '@perpstream/core';
import { forEachMarket } from '../for-each-market';
import { ContextKeeper } from './context-keeper';

/**
 * Keeps rules, status, oracle price, funding and open interest of all markets; `processMarketData` without the rest.
 *
 * Merges the exchange's partial updates and emits one whole `context` per input that changes it, nothing otherwise. Each
 * oracle input is a change, since it renews the receive time of the price. A market never heard of starts with status
 * `UNKNOWN` and every other field absent until it is stated. A gap of the markets channel makes the status `UNKNOWN` again
 * until the exchange states it; the other fields stay as they were last known.
 * @example inputs$.pipe(marketContexts())
 */
export function marketContexts(): OperatorFunction<MarketData, MarketContext> {
  return forEachMarket((subscriber) => ({
    createPart: () => new ContextKeeper((context) => subscriber.next(context)),
  }));
}
