import { tickerOf, type RestRequest } from './rest-request';

/** `/v4/orderbooks/perpetualMarket/:ticker`: at most 100 levels a side, uncrossed. */
export function orderBook(request: RestRequest): object {
  return request.past.book(tickerOf(request));
}
