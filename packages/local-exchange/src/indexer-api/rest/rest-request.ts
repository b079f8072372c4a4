import type { Clock } from '@perpstream/core';
import { HISTORY_LIMIT, type VenueState } from '../../venue/venue-state';
import type { Compliance } from '../compliance';
import { RestError } from './rest-error';

/** What requests are answered from. */
export type RestContext = {
  /** The state of now, for accounts and funding. */
  readonly state: VenueState;
  /** Markets, books, trades, candles and height as REST shows them: those of `restLagMs` ago. */
  readonly past: VenueState;
  readonly clock: Clock;
  readonly compliance: Compliance;
};

/** A GET request whose path matched a route: its path parameters, its query, and what to answer from. */
export type RestRequest = RestContext & {
  readonly params: readonly string[];
  readonly query: URLSearchParams;
};

/** The query parameter `limit`: 1..1000, default 1000. @throws RestError when it is anything else */
export function limitOf(query: URLSearchParams): number {
  const text = query.get('limit');
  if (text === null) return HISTORY_LIMIT;
  const limit = Number(text);
  if (/^[1-9]\d*$/.test(text) && limit <= HISTORY_LIMIT) return limit;
  const msg = `limit must be a positive integer that is not greater than max: ${HISTORY_LIMIT}`;
  throw RestError.invalid('limit', text, msg, 'query');
}

/** The ticker in the path. @throws RestError when no such market is known */
export function tickerOf({ params: [ticker = ''], past }: RestRequest): string {
  if (past.hasMarket(ticker)) return ticker;
  throw RestError.invalid('ticker', ticker, 'ticker must be a valid ticker (BTC-USD, etc)', 'params');
}

/** A time in the query, in milliseconds; undefined when absent. @throws RestError when it is not ISO 8601 */
export function timeOf(query: URLSearchParams, param: string): number | undefined {
  const text = query.get(param);
  if (text === null) return undefined;
  const ms = Date.parse(text);
  if (Number.isNaN(ms)) throw RestError.invalid(param, text, `${param} must be valid ISO8601`, 'query');
  return ms;
}

/** A height in the query; undefined when absent. @throws RestError when it is not an integer >= 0 */
export function heightOf(query: URLSearchParams, param: string): number | undefined {
  const text = query.get(param);
  if (text === null) return undefined;
  if (/^\d+$/.test(text)) return Number(text);
  throw RestError.invalid(param, text, `${param} must be a non-negative integer`, 'query');
}
