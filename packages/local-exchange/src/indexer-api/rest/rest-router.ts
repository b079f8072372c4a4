import { address } from './accounts';
import { candles } from './candles';
import { historicalFunding } from './historical-funding';
import { orderBook } from './order-book';
import { perpetualMarkets } from './perpetual-markets';
import { RestError } from './rest-error';
import type { RestRequest } from './rest-request';
import { sparklines } from './sparklines';
import { height, time } from './time-and-height';
import { trades } from './trades';

type Route = readonly [pattern: RegExp, answer: (request: RestRequest) => object];

/** Routes below `/v4`; groups of the pattern become path parameters. */
const ROUTES: readonly Route[] = [
  [/^\/perpetualMarkets$/, perpetualMarkets],
  [/^\/orderbooks\/perpetualMarket\/([^/]+)$/, orderBook],
  [/^\/trades\/perpetualMarket\/([^/]+)$/, trades],
  [/^\/candles\/perpetualMarkets\/([^/]+)$/, candles],
  [/^\/historicalFunding\/([^/]+)$/, historicalFunding],
  [/^\/sparklines$/, sparklines],
  [/^\/time$/, time],
  [/^\/height$/, height],
  [/^\/addresses\/([^/]+)$/, address],
  [/^\/addresses\/([^/]+)\/(?:parentSubaccountNumber|subaccountNumber)\/(\d+)$/, address],
];

/** A complete answer: HTTP status and JSON body. */
export type RestAnswer = { readonly status: number; readonly body: object };

/** Answers a GET request of the Indexer's REST interface. `url` is the request's path with its query. */
export function answerRest(url: string, context: Omit<RestRequest, 'params' | 'query'>): RestAnswer {
  try {
    const { pathname, searchParams: query } = new URL(url, 'http://localhost');
    const path = pathname.replace(/\/$/, '');
    for (const [pattern, answer] of ROUTES) {
      const match = pattern.exec(path.replace(/^\/v4(?=\/)/, ''));
      if (match === null || !path.startsWith('/v4/')) continue;
      return { status: 200, body: answer({ ...context, query, params: match.slice(1).map(decodeURIComponent) }) };
    }
    throw RestError.notFound('Not Found');
  } catch (error) {
    if (error instanceof RestError) return { status: error.status, body: error.body };
    return { status: 400, body: { errors: [{ msg: error instanceof Error ? error.message : 'Bad Request' }] } };
  }
}
