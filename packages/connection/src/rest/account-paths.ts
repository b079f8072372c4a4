import { type IndexerOrderStatus, type MarketId } from '@perpstream/core';
import { checkedLimit, isoTime, pathOf, type NewestQuery } from './rest-paths';

/** One subaccount, or a parent with all its children (its number + 128, + 256, ...), as the Indexer names them. */
export type SubaccountRef =
  | { readonly address: string; readonly subaccountNumber: number }
  | { readonly address: string; readonly parentSubaccountNumber: number };

/** Which orders to get; all that are stated must hold. */
export type OrderFilter = {
  readonly marketId?: MarketId;
  readonly statuses?: readonly IndexerOrderStatus[];
  readonly limit?: number;
};

/** Which positions to get. */
export type PositionFilter = { readonly status?: 'OPEN' | 'CLOSED' | 'LIQUIDATED' };

/** Lists of an account: folder, and the last part of the path for a parent, which the Indexer does not name alike. */
const PARENT_FOLDERS = {
  '/orders': 'parentSubaccountNumber',
  '/fills': 'parentSubaccount',
  '/transfers': 'parentSubaccountNumber',
  '/perpetualPositions': 'parentSubaccountNumber',
  '/assetPositions': 'parentSubaccountNumber',
  '/fundingPayments': 'parentSubaccount',
  '/historical-pnl': 'parentSubaccountNumber',
} as const;

type AccountFolder = keyof typeof PARENT_FOLDERS;
type Query = Parameters<typeof pathOf>[1];

/**
 * Checks the name of an account.
 *
 * @throws RangeError when the address is empty or a number is outside 0..127999, of a parent 0..127
 */
export function assertSubaccount(account: SubaccountRef): void {
  if (!/^[^\s/?]+$/.test(account.address)) throw new RangeError(`address must be a name, was "${account.address}"`);
  const [name, number, largest] =
    'subaccountNumber' in account
      ? (['subaccountNumber', account.subaccountNumber, 127_999] as const)
      : (['parentSubaccountNumber', account.parentSubaccountNumber, 127] as const);
  if (Number.isInteger(number) && number >= 0 && number <= largest) return;
  throw new RangeError(`${name} must be a whole number in 0..${largest}, was ${number}`);
}

/** The path of the account itself. @throws RangeError when the account is named wrongly */
export function subaccountPath(account: SubaccountRef): string {
  assertSubaccount(account);
  const tail =
    'subaccountNumber' in account
      ? `subaccountNumber/${account.subaccountNumber}`
      : `parentSubaccountNumber/${account.parentSubaccountNumber}`;
  return `${addressPath(account.address)}/${tail}`;
}

/** The path of all subaccounts of an address. */
export function addressPath(address: string): string {
  return `/addresses/${encodeURIComponent(address)}`;
}

/** The path of some orders of an account. @throws RangeError when account or limit are outside their bounds */
export function ordersPath(account: SubaccountRef, { marketId, statuses, limit }: OrderFilter = {}): string {
  const status = statuses === undefined || statuses.length === 0 ? undefined : statuses.join(',');
  return accountListPath('/orders', account, { ticker: marketId, status, limit: checkedLimit(limit) });
}

/** The path of one order. The Indexer does not need to know the account, whoever reads the answer from a log does. */
export function orderPath(orderId: string, account?: SubaccountRef): string {
  return pathOf(`/orders/${encodeURIComponent(orderId)}`, account);
}

/** The path of a list of an account, newest first. @throws RangeError when account or limit are outside their bounds */
export function newestPath(
  folder: '/fills' | '/transfers' | '/historical-pnl',
  account: SubaccountRef,
  { limit, beforeOrAtHeight, beforeOrAtMs }: NewestQuery = {},
): string {
  return accountListPath(folder, account, {
    limit: checkedLimit(limit),
    createdBeforeOrAtHeight: beforeOrAtHeight,
    createdBeforeOrAt: isoTime(beforeOrAtMs),
  });
}

/** The path of a list of an account. @throws RangeError when the account is named wrongly */
export function accountListPath(folder: AccountFolder, account: SubaccountRef, query: Query = {}): string {
  assertSubaccount(account);
  const { address } = account;
  if ('subaccountNumber' in account) {
    return pathOf(folder, { address, subaccountNumber: account.subaccountNumber, ...query });
  }
  const parent = { address, parentSubaccountNumber: account.parentSubaccountNumber };
  return pathOf(`${folder}/${PARENT_FOLDERS[folder]}`, { ...parent, ...query });
}
