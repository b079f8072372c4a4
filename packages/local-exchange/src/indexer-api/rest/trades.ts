import type { IndexerTrade } from '../../venue/indexer-shapes';
import { RestError } from './rest-error';
import { heightOf, limitOf, tickerOf, timeOf, type RestRequest } from './rest-request';

/** `/v4/trades/perpetualMarket/:ticker`: newest first, or oldest first when a page is asked for, as in the Indexer. */
export function trades(request: RestRequest): object {
  const { query, past } = request;
  const limit = limitOf(query);
  const beforeHeight = heightOf(query, 'createdBeforeOrAtHeight') ?? Infinity;
  const beforeMs = timeOf(query, 'createdBeforeOrAt') ?? Infinity;
  const isWanted = ({ createdAtHeight, createdAt }: IndexerTrade): boolean =>
    Number(createdAtHeight) <= beforeHeight && Date.parse(createdAt) <= beforeMs;
  const wanted = past.trades(tickerOf(request)).filter(isWanted);
  const page = pageOf(query);
  if (page === undefined) return { trades: wanted.slice(0, limit), pageSize: limit };
  const offset = (page - 1) * limit;
  const oldestFirst = wanted.reverse().slice(offset, offset + limit);
  return { trades: oldestFirst, pageSize: limit, totalResults: wanted.length, offset };
}

function pageOf(query: URLSearchParams): number | undefined {
  const text = query.get('page');
  if (text === null) return undefined;
  if (/^[1-9]\d*$/.test(text)) return Number(text);
  throw RestError.invalid('page', text, 'page must be a non-negative integer', 'query');
}
