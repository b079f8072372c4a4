import type { OperatorFunction } from 'rxjs';
import type { FaultSink, MarketData, TradeFlow } from '@perpstream/core';
import { forEachMarketTrades } from '../for-each-market-trades';

/** Options of `tradeFlow` and `forcedFlow`. */
export type TradeFlowOptions = { readonly faults: FaultSink };

/**
 * Sums up what takers bought and sold, for all markets; `processMarketData` without the rest.
 *
 * Emits one `flow` per `trades` frame that holds a trade not seen before. A snapshot only marks its trades as seen: they
 * are history and not flow, also those that an interruption hid. No warm-up. An impossible trade (no id, a number that
 * is not > 0, a date more than 10 s ahead of the blocks) is not counted: one `malformed-frame` fault per frame.
 * @example inputs$.pipe(tradeFlow({ faults }))
 */
export function tradeFlow({ faults }: TradeFlowOptions): OperatorFunction<MarketData, TradeFlow> {
  return forEachMarketTrades<TradeFlow>(faults, (_, emitFlow) => ({ emitFlow }));
}
