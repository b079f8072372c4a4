import { type AccountData } from '@perpstream/core';
import { readBalance, readFill, readOrder, readPosition, readTransfer } from './account-fields';
import { type ChannelFrame } from './channel-frame';
import { readFields, readInteger, readList, readText } from './fields';
import { Malformed } from './malformed';
import { objectShape, readObject } from './object-shape';
import { groupByChild, readParentSubaccount, readSubaccount } from './subaccounts';

type AccountParts = Partial<Pick<AccountData, 'orders' | 'fills' | 'positions' | 'balances' | 'transfers'>>;
type ReadParts = (values: readonly unknown[], frame: ChannelFrame) => AccountParts;

const LIST = objectShape('answer', 'fills positions transfers pageSize totalResults offset');
const ACCOUNT = objectShape('answer', 'subaccount');
const ADDRESS = objectShape('answer', 'subaccounts totalTradingRewards');

/** What a list of an account is about, as its path names it. */
export type AccountList = 'fills' | 'orders' | 'perpetualPositions' | 'assetPositions' | 'transfers';

const READERS: Readonly<Record<AccountList, ReadParts>> = {
  fills: (values, { oddities }) => ({ fills: values.map((value) => readFill(value, oddities)) }),
  orders: (values, { oddities }) => ({ orders: values.map((value) => readOrder(value, oddities)) }),
  perpetualPositions: (values, { oddities }) => ({ positions: values.map((value) => readPosition(value, oddities)) }),
  assetPositions: (values, { oddities }) => ({ balances: values.map((value) => readBalance(value, oddities)) }),
  transfers: (values, { oddities }) => ({ transfers: values.map((value) => readTransfer(value, oddities)) }),
};

/** Under which name the answer holds its list; orders are a bare one. */
const NAMES: Readonly<Record<AccountList, string | undefined>> = {
  fills: 'fills',
  orders: undefined,
  perpetualPositions: 'positions',
  assetPositions: 'positions',
  transfers: 'transfers',
};

/**
 * A list of an account: one event for each subaccount that its entries name, or one for the account that was asked for.
 * It adds to what is known and replaces nothing.
 * @throws Malformed
 */
export function parseAccountList(list: AccountList, frame: ChannelFrame, query: URLSearchParams): AccountData[] {
  const subaccount = subaccountOf(query);
  const [body] = frame.contents;
  const name = NAMES[list];
  const values = name === undefined ? body : readObject(body, LIST, frame.oddities)[name];
  const groups = groupByChild(readList(values ?? null, list), subaccount);
  if (groups.size === 0) groups.set(subaccount, []);
  return [...groups].map(([child, own]) => accountData(frame, child, READERS[list](own, frame)));
}

/** One order, asked for by its id; the account is known only when the query names it as well. @throws Malformed */
export function parseSingleOrder(frame: ChannelFrame, query: URLSearchParams): AccountData[] {
  if (!query.has('address')) return [];
  const [[subaccount, orders = []] = []] = groupByChild(frame.contents, subaccountOf(query));
  return subaccount === undefined ? [] : [accountData(frame, subaccount, READERS.orders(orders, frame))];
}

/** A whole subaccount. @throws Malformed */
export function parseSubaccountAnswer(frame: ChannelFrame, subaccount: string): AccountData[] {
  const { subaccount: account } = readObject(frame.contents[0], ACCOUNT, frame.oddities);
  return [readSubaccount(frame, subaccount, account, [])];
}

/** A parent account, one event per child. @throws Malformed */
export function parseParentAnswer(frame: ChannelFrame, id: string): readonly AccountData[] {
  const { subaccount: parent } = readObject(frame.contents[0], ACCOUNT, frame.oddities);
  return readParentSubaccount(frame, id, parent, []);
}

/** All subaccounts of an address, one event each. @throws Malformed */
export function parseAddress(frame: ChannelFrame, address: string): AccountData[] {
  const { subaccounts } = readObject(frame.contents[0], ADDRESS, frame.oddities);
  return readList(subaccounts ?? null, 'subaccounts').map((account) => {
    const { subaccountNumber } = readFields(account, 'subaccount');
    return readSubaccount(frame, `${address}/${readInteger(subaccountNumber, 'subaccountNumber')}`, account, []);
  });
}

function subaccountOf(query: URLSearchParams): string {
  const number = query.get('subaccountNumber') ?? query.get('parentSubaccountNumber');
  if (number === null || !/^\d+$/.test(number)) throw new Malformed('the path names no subaccount');
  return `${readText(query.get('address'), 'address')}/${number}`;
}

function accountData({ receivedMs, cause }: ChannelFrame, subaccount: string, parts: AccountParts): AccountData {
  const nothing = { orders: [], fills: [], positions: [], balances: [], transfers: [] };
  return { kind: 'account-data', subaccount, isSnapshot: false, receivedMs, cause, ...nothing, ...parts };
}
