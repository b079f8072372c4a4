import { listOf, subaccountsOf, type AccountScope } from './account-query';
import { createdBefore } from './created-items';
import { limitOf, type RestRequest } from './rest-request';

const STATUSES = ['OPEN', 'CLOSED', 'LIQUIDATED'] as const;

/** `/v4/perpetualPositions`: newest first. */
export function perpetualPositions(request: RestRequest): object {
  return positionsOf(request, 'subaccount');
}

/** `/v4/perpetualPositions/parentSubaccountNumber`: those of a parent's children. */
export function parentPerpetualPositions(request: RestRequest): object {
  return positionsOf(request, 'parent');
}

/** `/v4/assetPositions`: the balances that are not zero. */
export function assetPositions(request: RestRequest): object {
  return { positions: subaccountsOf(request, 'subaccount').flatMap((subaccount) => subaccount.assets()) };
}

/** `/v4/assetPositions/parentSubaccountNumber`: those of a parent's children. */
export function parentAssetPositions(request: RestRequest): object {
  return { positions: subaccountsOf(request, 'parent').flatMap((subaccount) => subaccount.assets()) };
}

function positionsOf(request: RestRequest, scope: AccountScope): object {
  const { query } = request;
  const statuses: readonly string[] | undefined = listOf(query, 'status', STATUSES);
  const wanted = subaccountsOf(request, scope)
    .flatMap((subaccount) => subaccount.positions())
    .filter(({ status }) => statuses?.includes(status) !== false);
  return { positions: createdBefore(wanted, query).slice(0, limitOf(query)) };
}
