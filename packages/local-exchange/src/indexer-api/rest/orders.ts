import type { IndexerOrder } from '../../venue/account-shapes';
import { listOf, oneOf, subaccountsOf, type AccountScope } from './account-query';
import { RestError } from './rest-error';
import { heightOf, limitOf, timeOf, type RestRequest } from './rest-request';

const STATUSES = ['OPEN', 'FILLED', 'CANCELED', 'BEST_EFFORT_CANCELED', 'UNTRIGGERED', 'BEST_EFFORT_OPENED'] as const;
const TYPES = [
  'LIMIT',
  'MARKET',
  'STOP_LIMIT',
  'STOP_MARKET',
  'TRAILING_STOP',
  'TAKE_PROFIT',
  'TAKE_PROFIT_MARKET',
  'TWAP',
  'TWAP_SUBORDER',
] as const;

type Check = (order: IndexerOrder) => boolean;

/** `/v4/orders`: a bare list of the orders of a subaccount, those that live longest first. */
export function orders(request: RestRequest): object {
  return ordersOf(request, 'subaccount');
}

/** `/v4/orders/parentSubaccountNumber`: those of a parent's children. */
export function parentOrders(request: RestRequest): object {
  return ordersOf(request, 'parent');
}

/** `/v4/orders/:orderId`. */
export function order({ params: [id = ''], state }: RestRequest): object {
  const found = state.accounts.order(id);
  if (found === undefined) throw RestError.notFound(`Unable to find order id ${id}`);
  return found;
}

function ordersOf(request: RestRequest, scope: AccountScope): readonly IndexerOrder[] {
  const { query } = request;
  const checks = [...valueChecks(query), ...expiryChecks(query)];
  const direction = oneOf(query, 'returnLatestOrders', ['true', 'false']) === 'false' ? 1 : -1;
  return subaccountsOf(request, scope)
    .flatMap((subaccount) => subaccount.orders.all())
    .filter((candidate) => checks.every((check) => check(candidate)))
    .sort((a, b) => direction * byExpiry(a, b))
    .slice(0, limitOf(query));
}

function* valueChecks(query: URLSearchParams): Generator<Check> {
  const ticker = query.get('ticker');
  if (ticker !== null) yield (candidate) => candidate.ticker === ticker;
  const side = oneOf(query, 'side', ['BUY', 'SELL']);
  if (side !== undefined) yield (candidate) => candidate.side === side;
  const statuses: readonly string[] | undefined = listOf(query, 'status', STATUSES);
  if (statuses !== undefined) yield ({ status }) => statuses.includes(status);
  const type = oneOf(query, 'type', TYPES);
  if (type !== undefined) yield (candidate) => candidate.type === type;
  const included: readonly string[] | undefined = listOf(query, 'includeTypes', TYPES);
  if (included !== undefined) yield (candidate) => included.includes(candidate.type);
  const excluded: readonly string[] = listOf(query, 'excludeTypes', TYPES) ?? [];
  yield (candidate) => !excluded.includes(candidate.type);
}

/** A bound on one kind of expiry leaves out the orders of the other kind. */
function* expiryChecks(query: URLSearchParams): Generator<Check> {
  const latestBlock = heightOf(query, 'goodTilBlockBeforeOrAt');
  if (latestBlock !== undefined) yield ({ goodTilBlock }) => Number(goodTilBlock ?? Infinity) <= latestBlock;
  const afterBlock = heightOf(query, 'goodTilBlockAfter');
  if (afterBlock !== undefined) yield ({ goodTilBlock }) => Number(goodTilBlock ?? -1) > afterBlock;
  const latestMs = timeOf(query, 'goodTilBlockTimeBeforeOrAt');
  if (latestMs !== undefined) yield ({ goodTilBlockTime }) => Date.parse(goodTilBlockTime ?? '') <= latestMs;
  const afterMs = timeOf(query, 'goodTilBlockTimeAfter');
  if (afterMs !== undefined) yield ({ goodTilBlockTime }) => Date.parse(goodTilBlockTime ?? '') > afterMs;
}

/** Orders that end at a height come before those that end at a time. */
function byExpiry(a: IndexerOrder, b: IndexerOrder): number {
  if (a.goodTilBlock !== undefined && b.goodTilBlock !== undefined) {
    return Number(a.goodTilBlock) - Number(b.goodTilBlock);
  }
  if (a.goodTilBlockTime === undefined || b.goodTilBlockTime === undefined)
    return a.goodTilBlock === undefined ? 1 : -1;
  return Date.parse(a.goodTilBlockTime) - Date.parse(b.goodTilBlockTime);
}
