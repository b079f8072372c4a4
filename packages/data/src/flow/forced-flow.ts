import type { OperatorFunction } from 'rxjs';
import type { ForcedFlow, MarketData } from '@perpstream/core';
import { forEachMarketTrades } from '../for-each-market-trades';
import type { TradeFlowOptions } from './trade-flow';

/**
 * Tells what the exchange closed by force, for all markets; `processMarketData` without the rest.
 *
 * Emits one `forced-flow` per live frame, type and side, in this order: liquidated bought and sold, deleveraged bought and
 * sold. `worstPriceUsd` is the highest of what was bought, the lowest of what was sold. No warm-up; history of a snapshot
 * is not told.
 * @example inputs$.pipe(forcedFlow({ faults }))
 */
export function forcedFlow({ faults }: TradeFlowOptions): OperatorFunction<MarketData, ForcedFlow> {
  return forEachMarketTrades<ForcedFlow>(faults, (_, emitForced) => ({ emitForced }));
}
