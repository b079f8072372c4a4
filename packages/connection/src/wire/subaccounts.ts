import { type AccountData } from '@perpstream/core';
import { readBalance, readFill, readOrder, readPosition, readTransfer } from './account-fields';
import { type ChannelFrame } from './channel-frame';
import { optional, readDecimal, readFields, readInteger, readList, readText, type Fields } from './fields';
import { stated } from './stated';

/** The parts of account data that a frame may state. */
type AccountBase = Pick<AccountData, 'kind' | 'subaccount' | 'isSnapshot' | 'receivedMs' | 'cause'>;

/**
 * `v4_subaccounts`: one event per frame. The snapshot of an account that does not exist yet is `{}` and means an empty one.
 */
export function parseSubaccounts(frame: ChannelFrame): readonly AccountData[] {
  const subaccount = readText(frame.id, 'id');
  if (!frame.isSnapshot) return readUpdate(frame, subaccount);
  const snapshot = readFields(frame.contents[0], 'contents');
  const account = optional(readFields, snapshot.subaccount, 'subaccount') ?? {};
  return [readSnapshot(frame, subaccount, account, readList(snapshot.orders, 'orders'), snapshot.blockHeight)];
}

/**
 * `v4_parent_subaccounts`: a snapshot gives one event per child account, an update one event for the child that the
 * envelope names. `subaccount` is the child's `address/number`.
 */
export function parseParentSubaccounts(frame: ChannelFrame): readonly AccountData[] {
  const id = readText(frame.id, 'id');
  const [address = id] = id.split('/');
  const number = optional(readInteger, frame.subaccountNumber, 'subaccountNumber');
  if (!frame.isSnapshot) return readUpdate(frame, number === undefined ? id : `${address}/${number}`);
  const snapshot = readFields(frame.contents[0], 'contents');
  const parent = optional(readFields, snapshot.subaccount, 'subaccount') ?? {};
  const orders = readList(snapshot.orders, 'orders').map((order) => readFields(order, 'order'));
  const children = new Map<string, Fields>();
  for (const value of readList(parent.childSubaccounts, 'childSubaccounts')) {
    const child = readFields(value, 'child subaccount');
    children.set(childOf(child, id, address), child);
  }
  for (const order of orders) {
    const owner = childOf(order, id, address);
    if (!children.has(owner)) children.set(owner, {});
  }
  if (children.size === 0) children.set(id, {});
  return [...children].map(([subaccount, child]) => {
    const ownOrders = orders.filter((order) => childOf(order, id, address) === subaccount);
    return readSnapshot(frame, subaccount, child, ownOrders, snapshot.blockHeight);
  });
}

function childOf({ subaccountNumber }: Fields, id: string, address: string): string {
  const number = optional(readInteger, subaccountNumber, 'subaccountNumber');
  return number === undefined ? id : `${address}/${number}`;
}

function readSnapshot(
  frame: ChannelFrame,
  subaccount: string,
  account: Fields,
  orders: readonly unknown[],
  blockHeight: unknown,
): AccountData {
  return stated({
    ...baseOf(frame, subaccount),
    height: readHeight(blockHeight),
    equityUsd: optional(readDecimal, account.equity, 'equity'),
    freeCollateralUsd: optional(readDecimal, account.freeCollateral, 'freeCollateral'),
    orders: orders.map(readOrder),
    fills: [],
    positions: valuesOf(account.openPerpetualPositions, 'openPerpetualPositions').map(readPosition),
    balances: valuesOf(account.assetPositions, 'assetPositions').map(readBalance),
    transfers: [],
  });
}

function readUpdate(frame: ChannelFrame, subaccount: string): readonly AccountData[] {
  if (frame.contents.length === 0) return [];
  const updates = frame.contents.map((content) => readFields(content, 'contents'));
  const all = <T>(name: string, read: (value: unknown) => T): T[] =>
    updates.flatMap((update) => listOf(update[name], name).map(read));
  return [
    stated({
      ...baseOf(frame, subaccount),
      height: readHeight(updates.findLast(({ blockHeight }) => blockHeight !== undefined)?.blockHeight),
      orders: all('orders', readOrder),
      fills: all('fills', readFill),
      positions: all('perpetualPositions', readPosition),
      balances: all('assetPositions', readBalance),
      transfers: all('transfers', readTransfer),
    }),
  ];
}

function baseOf({ isSnapshot, receivedMs, cause }: ChannelFrame, subaccount: string): AccountBase {
  return { kind: 'account-data', subaccount, isSnapshot, receivedMs, cause };
}

/** The Indexer sends an empty text while it knows no block. */
function readHeight(value: unknown): number | undefined {
  return value === '' ? undefined : optional(readInteger, value, 'blockHeight');
}

/** `transfers` is a single object where everything else is a list. */
function listOf(value: unknown, what: string): readonly unknown[] {
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? value : [readFields(value, what)];
}

function valuesOf(value: unknown, what: string): unknown[] {
  return Object.values(optional(readFields, value, what) ?? {});
}
