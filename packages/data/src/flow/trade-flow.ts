import type { OperatorFunction } from 'rxjs';
import type { MarketData, TradeFlow } from '@perpstream/core';
import { forEachMarket } from '../for-each-market';
import { LiveTrades } from './live-trades';
import { summarizeTrades } from './summarize-trades';

/**
 * Sums up what takers bought and sold, for all markets; `processMarketData` without the rest.
 *
 * Emits one `flow` per `trades` frame that holds a trade not seen before. A snapshot only marks its trades as seen.
 * No warm-up. Of a gap it knows nothing: trades that a later snapshot repeats are history and not flow.
 * @example inputs$.pipe(tradeFlow())
 */
export function tradeFlow(): OperatorFunction<MarketData, TradeFlow> {
  return forEachMarket((subscriber) => ({
    createPart: () => {
      const liveTrades = new LiveTrades();
      return {
        handle: (event) => {
          if (event.kind !== 'trades') return;
          const flow = summarizeTrades(event, liveTrades.of(event));
          if (flow !== undefined) subscriber.next(flow);
        },
      };
    },
  }));
}
