import { listOf, oneOf, subaccountsOf, type AccountScope } from './account-query';
import { createdBefore, pageOf } from './created-items';
import { RestError } from './rest-error';
import type { RestRequest } from './rest-request';

const TYPES = ['LIMIT', 'LIQUIDATED', 'LIQUIDATION', 'DELEVERAGED', 'OFFSETTING', 'TWAP_SUBORDER'] as const;

/** `/v4/fills`: newest first, or oldest first when a page is asked for. */
export function fills(request: RestRequest): object {
  return fillsOf(request, 'subaccount');
}

/** `/v4/fills/parentSubaccount`: those of a parent's children. */
export function parentFills(request: RestRequest): object {
  return fillsOf(request, 'parent');
}

function fillsOf(request: RestRequest, scope: AccountScope): object {
  const { query } = request;
  const ticker = tickerOf(request);
  const included: readonly string[] | undefined = listOf(query, 'includeTypes', TYPES);
  const excluded: readonly string[] = listOf(query, 'excludeTypes', TYPES) ?? [];
  const wanted = subaccountsOf(request, scope)
    .flatMap((subaccount) => subaccount.fills())
    .filter(({ market }) => ticker === undefined || market === ticker)
    .filter(({ type }) => included?.includes(type) !== false && !excluded.includes(type));
  const { items, facts } = pageOf(createdBefore(wanted, query), query);
  return { fills: items, ...facts };
}

/** The market asked for. It and its type come together or not at all. */
function tickerOf({ query, state }: RestRequest): string | undefined {
  const ticker = query.get('market') ?? undefined;
  const type = oneOf(query, 'marketType', ['PERPETUAL', 'SPOT']);
  if (type !== undefined && ticker === undefined) {
    throw RestError.invalid('market', undefined, 'market must be provided if marketType is provided', 'query');
  }
  if (ticker === undefined) return undefined;
  if (type === undefined) {
    throw RestError.invalid('marketType', undefined, 'marketType must be provided if market is provided', 'query');
  }
  if (type === 'PERPETUAL' && state.hasMarket(ticker)) return ticker;
  throw RestError.notFound(`${ticker} not found in markets of type ${type}`);
}
