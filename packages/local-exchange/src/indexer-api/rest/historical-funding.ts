import type { IndexerFunding } from '../../venue/indexer-shapes';
import { heightOf, limitOf, tickerOf, timeOf, type RestRequest } from './rest-request';

/** `/v4/historicalFunding/:ticker`: the rate of each past hour, newest first. */
export function historicalFunding(request: RestRequest): object {
  const { query, state } = request;
  const beforeHeight = heightOf(query, 'effectiveBeforeOrAtHeight') ?? Infinity;
  const beforeMs = timeOf(query, 'effectiveBeforeOrAt') ?? Infinity;
  const isWanted = ({ effectiveAt, effectiveAtHeight }: IndexerFunding): boolean =>
    Number(effectiveAtHeight) <= beforeHeight && Date.parse(effectiveAt) <= beforeMs;
  return { historicalFunding: state.funding(tickerOf(request)).filter(isWanted).slice(0, limitOf(query)) };
}
