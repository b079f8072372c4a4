import { RestError } from './rest-error';
import { limitOf, type RestRequest } from './rest-request';

/** `/v4/perpetualMarkets`, with `limit` or one `ticker` (older name: `market`). */
export function perpetualMarkets({ query, past }: RestRequest): object {
  if (query.has('ticker') && query.has('market')) {
    throw RestError.bad('Only one of ticker or market may be provided');
  }
  const ticker = query.get('ticker') ?? query.get('market');
  const limit = limitOf(query);
  if (ticker === null) return { markets: Object.fromEntries([...past.markets()].slice(0, limit)) };
  const market = past.markets().get(ticker);
  if (market !== undefined) return { markets: { [ticker]: market } };
  const param = query.has('ticker') ? 'ticker' : 'market';
  throw RestError.invalid(param, ticker, `${param} must be a valid ticker (BTC-USD, etc)`, 'query');
}
