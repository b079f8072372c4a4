import { filter, type MonoTypeOperatorFunction } from 'rxjs';
import type { MarketId, SignalScores } from '@perpstream/core';

/**
 * The vectors of one market. For looking at a few markets; a consumer of all of them keys a table by market instead.
 *
 * @example scores$.pipe(scoresOfMarket(marketId('BTC-USD')))
 */
export function scoresOfMarket(marketId: MarketId): MonoTypeOperatorFunction<SignalScores> {
  return (source$) => source$.pipe(filter((vector) => vector.marketId === marketId));
}
