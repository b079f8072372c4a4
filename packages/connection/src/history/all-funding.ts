import { type MarketId } from '@perpstream/core';
import { callOf } from '../rest/call-of';
import { type IndexerRest, type RestCall } from '../rest/indexer-rest';
import { type FundingRate } from '../rest/market-answers';
import { newestFirst } from '../rest/newest-first';
import { type ListRange } from '../rest/page-cursor';

/** Which funding rates to get. */
export type AllFundingOptions = ListRange &
  RestCall & { readonly rest: Pick<IndexerRest, 'historicalFunding'>; readonly marketId: MarketId };

/**
 * The funding rates of a market in a range, one an hour, newest first, each once, page by page as they are asked for.
 *
 * @throws IndexerRestError when the Indexer does not answer
 * @example for await (const { rate1h } of allFunding({ rest, marketId, fromMs })) console.log(rate1h);
 */
export function allFunding({
  rest,
  marketId,
  signal,
  onAnswer,
  ...range
}: AllFundingOptions): AsyncGenerator<FundingRate> {
  const call = callOf({ signal, onAnswer });
  return newestFirst({ range, what: 'funding rates', idOf: ({ height }) => height }, (query) =>
    rest.historicalFunding(marketId, query, call),
  );
}
