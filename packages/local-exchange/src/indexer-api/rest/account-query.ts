import { PARENT_SUBACCOUNTS } from '../../accounts/accounts-state';
import type { SubaccountRecords } from '../../accounts/subaccount-records';
import { RestError } from './rest-error';
import type { RestRequest } from './rest-request';

const SUBACCOUNTS = 128_000;

/** Whose data is asked for: one subaccount, or a parent with all its children. */
export type AccountScope = 'subaccount' | 'parent';

type Source = 'query' | 'params';

/** The subaccounts that a request names in its query; empty when they never held anything. @throws RestError when they cannot be */
export function subaccountsOf({ query, state }: RestRequest, scope: AccountScope): readonly SubaccountRecords[] {
  const address = checkedAddress(query.get('address') ?? undefined, 'query');
  const param = scope === 'parent' ? 'parentSubaccountNumber' : 'subaccountNumber';
  const number = checkedNumber(query.get(param) ?? undefined, scope, 'query');
  if (scope === 'parent') return state.accounts.ofParent(address, number);
  const found = state.accounts.find(address, number);
  return found === undefined ? [] : [found];
}

/** @throws RestError when it is not of letters and digits, at most 90 of them */
export function checkedAddress(text: string | undefined, location: Source, param: string = 'address'): string {
  if (text !== undefined && /^[a-zA-Z0-9]{1,90}$/.test(text)) return text;
  throw RestError.invalid(param, text, `${param} must be a valid dydx address`, location);
}

/** @throws RestError when it is not an integer in the range of its kind: 0..128000, for parents 0..127 */
export function checkedNumber(text: string | undefined, scope: AccountScope, location: Source): number {
  const [param, bound] =
    scope === 'parent' ? ['parentSubaccountNumber', PARENT_SUBACCOUNTS] : ['subaccountNumber', SUBACCOUNTS + 1];
  if (text !== undefined && /^\d+$/.test(text) && Number(text) < bound) return Number(text);
  throw RestError.invalid(param, text, `${param} must be a non-negative integer less than ${bound}`, location);
}

/** A value of the query that must be one of a list; undefined when absent. @throws RestError when it is another */
export function oneOf<T extends string>(query: URLSearchParams, param: string, values: readonly T[]): T | undefined {
  const [value, ...rest] = listOf(query, param, values) ?? [];
  if (rest.length === 0) return value;
  throw RestError.invalid(param, query.get(param) ?? undefined, `${param} must be one of ${values.join(',')}`, 'query');
}

/** A comma-separated list in the query; undefined when absent. @throws RestError when a part is not one of the values */
export function listOf<T extends string>(
  query: URLSearchParams,
  param: string,
  values: readonly T[],
): readonly T[] | undefined {
  const text = query.get(param);
  if (text === null) return undefined;
  const parts = text.split(',').map((part) => values.find((value) => value === part));
  const known = parts.filter((part) => part !== undefined);
  if (known.length === parts.length) return known;
  throw RestError.invalid(param, text, `${param} must be one of ${values.join(',')}`, 'query');
}
