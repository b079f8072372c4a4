import { type AccountData } from '@perpstream/core';
import { readBalance, readFill, readOrder, readPosition, readTransfer } from './account-fields';
import { type ChannelFrame } from './channel-frame';
import { optional, readDecimal, readFields, readInteger, readList, readText, type Fields } from './fields';
import { objectShape, readObject } from './object-shape';
import { type Oddities } from './oddities';
import { stated } from './stated';

/** The parts of account data that a frame may state. */
type AccountBase = Pick<AccountData, 'kind' | 'subaccount' | 'isSnapshot' | 'receivedMs' | 'cause'>;

const SNAPSHOT = objectShape('contents', 'subaccount orders blockHeight');
const UPDATE = objectShape(
  'contents',
  'blockHeight perpetualPositions assetPositions orders fills transfers tradingReward',
);
const SUBACCOUNT = objectShape(
  'subaccount',
  `address subaccountNumber equity freeCollateral openPerpetualPositions assetPositions marginEnabled updatedAtHeight
   latestProcessedBlockHeight`,
);
const PARENT = objectShape(
  'parent subaccount',
  'address parentSubaccountNumber equity freeCollateral childSubaccounts',
);

/**
 * `v4_subaccounts`: one event per frame. The snapshot of an account that does not exist yet is `{}` and means an empty one.
 */
export function parseSubaccounts(frame: ChannelFrame): readonly AccountData[] {
  const subaccount = readText(frame.id, 'id');
  if (!frame.isSnapshot) return readUpdate(frame, subaccount);
  const snapshot = readObject(frame.contents[0], SNAPSHOT, frame.oddities);
  const orders = readList(snapshot.orders, 'orders');
  return [readSubaccount(frame, subaccount, snapshot.subaccount ?? {}, orders, snapshot.blockHeight)];
}

/**
 * `v4_parent_subaccounts`: a snapshot gives one event per child account, an update one event for the child that the
 * envelope names. `subaccount` is the child's `address/number`.
 */
export function parseParentSubaccounts(frame: ChannelFrame): readonly AccountData[] {
  const id = readText(frame.id, 'id');
  if (!frame.isSnapshot) return readUpdate(frame, childOf({ subaccountNumber: frame.subaccountNumber }, id));
  const snapshot = readObject(frame.contents[0], SNAPSHOT, frame.oddities);
  const parent = snapshot.subaccount ?? {};
  return readParentSubaccount(frame, id, parent, readList(snapshot.orders, 'orders'), snapshot.blockHeight);
}

/** A parent account as one event per child. What does not name its child belongs to the account `id`. @throws Malformed */
export function readParentSubaccount(
  frame: ChannelFrame,
  id: string,
  value: unknown,
  orders: readonly unknown[],
  blockHeight?: unknown,
): readonly AccountData[] {
  const parent = readObject(value, PARENT, frame.oddities);
  const children = new Map<string, unknown>();
  for (const child of readList(parent.childSubaccounts, 'childSubaccounts')) {
    children.set(childOf(readFields(child, 'child subaccount'), id), child);
  }
  const ordersOf = groupByChild(orders, id);
  for (const owner of ordersOf.keys()) if (!children.has(owner)) children.set(owner, {});
  if (children.size === 0) children.set(id, {});
  return [...children].map(([subaccount, child]) =>
    readSubaccount(frame, subaccount, child, ordersOf.get(subaccount) ?? [], blockHeight),
  );
}

/** Objects by the subaccount that each names with its number, or `id`. @throws Malformed */
export function groupByChild(values: readonly unknown[], id: string): Map<string, unknown[]> {
  const groups = new Map<string, unknown[]>();
  for (const value of values) {
    const owner = childOf(readFields(value, 'an entry'), id);
    const group = groups.get(owner);
    if (group === undefined) groups.set(owner, [value]);
    else group.push(value);
  }
  return groups;
}

function childOf({ subaccountNumber }: Fields, id: string): string {
  const number = optional(readInteger, subaccountNumber, 'subaccountNumber');
  const [address = id] = id.split('/');
  return number === undefined ? id : `${address}/${number}`;
}

/** A whole subaccount: replaces what was known of it. @throws Malformed */
export function readSubaccount(
  frame: ChannelFrame,
  subaccount: string,
  value: unknown,
  orders: readonly unknown[],
  blockHeight?: unknown,
): AccountData {
  const { oddities } = frame;
  const account = readObject(value, SUBACCOUNT, oddities);
  return stated({
    ...baseOf(frame, subaccount),
    height: readHeight(blockHeight),
    equityUsd: optional(readDecimal, account.equity, 'equity'),
    freeCollateralUsd: optional(readDecimal, account.freeCollateral, 'freeCollateral'),
    orders: orders.map((order) => readOrder(order, oddities)),
    fills: [],
    positions: valuesOf(account.openPerpetualPositions, 'openPerpetualPositions').map((position) =>
      readPosition(position, oddities),
    ),
    balances: valuesOf(account.assetPositions, 'assetPositions').map((balance) => readBalance(balance, oddities)),
    transfers: [],
  });
}

function readUpdate(frame: ChannelFrame, subaccount: string): readonly AccountData[] {
  if (frame.contents.length === 0) return [];
  const { oddities } = frame;
  const updates = frame.contents.map((content) => readObject(content, UPDATE, oddities));
  const all = <T>(name: string, read: (value: unknown, oddities: Oddities) => T): T[] =>
    updates.flatMap((update) => listOf(update[name], name).map((value) => read(value, oddities)));
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
