import { checkedAddress, checkedNumber } from './account-query';
import { RestError } from './rest-error';
import type { RestRequest } from './rest-request';

/** `/v4/addresses/:address`: all subaccounts of an address. */
export function address({ params: [owner], state }: RestRequest): object {
  const subaccounts = state.accounts.ofAddress(checkedAddress(owner, 'params'));
  if (subaccounts.length === 0) throw RestError.notFound(`No subaccounts found for address ${owner}`);
  return { subaccounts: subaccounts.map((subaccount) => subaccount.summary()), totalTradingRewards: '0' };
}

/** `/v4/addresses/:address/subaccountNumber/:number`. */
export function subaccount({ params: [owner, text], state }: RestRequest): object {
  const number = checkedNumber(text, 'subaccount', 'params');
  const found = state.accounts.find(checkedAddress(owner, 'params'), number);
  if (found !== undefined) return { subaccount: found.summary() };
  throw RestError.notFound(`No subaccount found with address ${owner} and subaccountNumber ${number}`);
}

/** `/v4/addresses/:address/parentSubaccountNumber/:number`: a parent with its children. */
export function parentSubaccount({ params: [owner, text], state }: RestRequest): object {
  const number = checkedNumber(text, 'parent', 'params');
  const found = state.accounts.parent(checkedAddress(owner, 'params'), number);
  if (found !== undefined) return { subaccount: found };
  throw RestError.notFound(`No subaccounts found for address ${owner} and parentSubaccountNumber ${number}`);
}
