import { type MarketId } from '@perpstream/core';
import { callOf } from '../rest/call-of';
import { type IndexerRest, type RestCall } from '../rest/indexer-rest';
import { type ListedTrade } from '../rest/market-answers';
import { newestFirst } from '../rest/newest-first';
import { type ListRange } from '../rest/page-cursor';

/** Which trades to get. */
export type AllTradesOptions = ListRange &
  RestCall & { readonly rest: Pick<IndexerRest, 'trades'>; readonly marketId: MarketId };

/**
 * All trades of a market in a range, newest first, each once, page by page as they are asked for.
 *
 * @throws Error when one block has as many trades as a page: none is lost in silence
 * @throws IndexerRestError when the Indexer does not answer
 * @example for await (const trade of allTrades({ rest, marketId, fromMs })) console.log(trade.id);
 */
export function allTrades({
  rest,
  marketId,
  signal,
  onAnswer,
  ...range
}: AllTradesOptions): AsyncGenerator<ListedTrade> {
  const call = callOf({ signal, onAnswer });
  return newestFirst({ range, what: 'trades', idOf: ({ id }) => id }, (query) => rest.trades(marketId, query, call));
}
