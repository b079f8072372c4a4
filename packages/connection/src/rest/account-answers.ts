import {
  type AccountBalance,
  type AccountFill,
  type AccountOrder,
  type AccountPosition,
  type AccountTransfer,
  type MarketId,
  type UnixMs,
} from '@perpstream/core';
import { readBalance, readFill, readOrder, readPosition, readTransfer } from '../wire/account-fields';
import {
  optional,
  readDecimal,
  readFields,
  readInteger,
  readList,
  readMarketId,
  readText,
  readTime,
  type Fields,
} from '../wire/fields';
import { UNCOUNTED } from '../wire/oddities';
import { stated, type Stated } from '../wire/stated';

/** The child that an item of a parent account belongs to; absent where the Indexer does not state it. */
type OfChild = { readonly subaccountNumber?: number };

/** An order as the REST interface lists it. */
export type ListedOrder = AccountOrder & OfChild;

/** A fill with the block that committed it. */
export type ListedFill = AccountFill & OfChild & { readonly height: number };

/** A position as the REST interface lists it. */
export type ListedPosition = AccountPosition & OfChild;

/** A balance as the REST interface lists it. */
export type ListedBalance = AccountBalance & OfChild;

/** A transfer with its id (the same as on the stream) and the block that committed it. */
export type ListedTransfer = AccountTransfer & {
  readonly id: string;
  readonly exchangeMs: UnixMs;
  readonly height: number;
};

/** One subaccount as the Indexer sums it up: equity and free collateral at its oracle prices. */
export type Subaccount = {
  readonly address: string;
  readonly subaccountNumber: number;
  readonly equityUsd: number;
  readonly freeCollateralUsd: number;
  readonly positions: readonly AccountPosition[];
  readonly balances: readonly AccountBalance[];
};

/** A parent account with its children. */
export type ParentSubaccount = {
  readonly address: string;
  readonly parentSubaccountNumber: number;
  readonly equityUsd: number;
  readonly freeCollateralUsd: number;
  readonly children: readonly Subaccount[];
};

/** One payment of funding. `paymentUsd` > 0 was received. */
export type FundingPayment = {
  readonly marketId: MarketId;
  readonly exchangeMs: UnixMs;
  readonly height: number;
  readonly subaccountNumber: number;
  readonly paymentUsd: number;
  readonly rate1h: number;
  readonly sizeBase: number;
  readonly oraclePriceUsd: number;
};

/** The worth of an account at one time. */
export type PnlPoint = {
  readonly exchangeMs: UnixMs;
  readonly height: number;
  readonly equityUsd: number;
  readonly totalPnlUsd: number;
  readonly netTransfersUsd: number;
};

/** Items of a bare list, or of a list under a name. @throws Malformed */
function itemsOf(body: unknown, name: string): readonly Fields[] {
  const list = Array.isArray(body) ? (body as readonly unknown[]) : readList(readFields(body, 'body')[name], name);
  return list.map((value) => readFields(value, name));
}

function ofChild<T extends object>(
  item: T,
  { subaccountNumber }: Fields,
): Stated<T & { subaccountNumber: number | undefined }> {
  return stated({ ...item, subaccountNumber: optional(readInteger, subaccountNumber, 'subaccountNumber') });
}

/** @throws Malformed */
export function readListedOrder(value: unknown): ListedOrder {
  return ofChild(readOrder(value, UNCOUNTED), readFields(value, 'order'));
}

/** @throws Malformed */
export function readOrderList(body: unknown): ListedOrder[] {
  return itemsOf(body, 'orders').map(readListedOrder);
}

/** @throws Malformed */
export function readFillList(body: unknown): ListedFill[] {
  return itemsOf(body, 'fills').map((fill) => ({
    ...ofChild(readFill(fill, UNCOUNTED), fill),
    height: readInteger(fill.createdAtHeight, 'createdAtHeight'),
  }));
}

/** @throws Malformed */
export function readPositionList(body: unknown): ListedPosition[] {
  return itemsOf(body, 'positions').map((position) => ofChild(readPosition(position, UNCOUNTED), position));
}

/** @throws Malformed */
export function readBalanceList(body: unknown): ListedBalance[] {
  return itemsOf(body, 'positions').map((balance) => ofChild(readBalance(balance, UNCOUNTED), balance));
}

/** @throws Malformed */
export function readTransferList(body: unknown): ListedTransfer[] {
  return itemsOf(body, 'transfers').map((transfer) => ({
    id: readText(transfer.id, 'transfer id'),
    ...readTransfer(transfer, UNCOUNTED),
    exchangeMs: readTime(transfer.createdAt, 'createdAt'),
    height: readInteger(transfer.createdAtHeight, 'createdAtHeight'),
  }));
}

/** @throws Malformed */
export function readSubaccount(value: unknown): Subaccount {
  const account = readFields(value, 'subaccount');
  const valuesOf = (name: string): unknown[] => Object.values(optional(readFields, account[name], name) ?? {});
  return {
    address: readText(account.address, 'address'),
    subaccountNumber: readInteger(account.subaccountNumber, 'subaccountNumber'),
    equityUsd: readDecimal(account.equity, 'equity'),
    freeCollateralUsd: readDecimal(account.freeCollateral, 'freeCollateral'),
    positions: valuesOf('openPerpetualPositions').map((position) => readPosition(position, UNCOUNTED)),
    balances: valuesOf('assetPositions').map((balance) => readBalance(balance, UNCOUNTED)),
  };
}

/** @throws Malformed */
export function readSubaccounts(body: unknown): Subaccount[] {
  return itemsOf(body, 'subaccounts').map(readSubaccount);
}

/** @throws Malformed */
export function readParentSubaccount(value: unknown): ParentSubaccount {
  const parent = readFields(value, 'subaccount');
  return {
    address: readText(parent.address, 'address'),
    parentSubaccountNumber: readInteger(parent.parentSubaccountNumber, 'parentSubaccountNumber'),
    equityUsd: readDecimal(parent.equity, 'equity'),
    freeCollateralUsd: readDecimal(parent.freeCollateral, 'freeCollateral'),
    children: readList(parent.childSubaccounts, 'childSubaccounts').map(readSubaccount),
  };
}

/** @throws Malformed */
export function readFundingPayments(body: unknown): FundingPayment[] {
  return itemsOf(body, 'fundingPayments').map((payment) => ({
    marketId: readMarketId(payment.ticker, 'ticker'),
    exchangeMs: readTime(payment.createdAt, 'createdAt'),
    height: readInteger(payment.createdAtHeight, 'createdAtHeight'),
    subaccountNumber: readInteger(payment.subaccountNumber, 'subaccountNumber'),
    paymentUsd: readDecimal(payment.payment, 'payment'),
    rate1h: readDecimal(payment.rate, 'rate'),
    sizeBase: readDecimal(payment.size, 'size'),
    oraclePriceUsd: readDecimal(payment.oraclePrice, 'oraclePrice'),
  }));
}

/** @throws Malformed */
export function readHistoricalPnl(body: unknown): PnlPoint[] {
  return itemsOf(body, 'historicalPnl').map((point) => ({
    exchangeMs: readTime(point.blockTime ?? point.createdAt, 'blockTime'),
    height: readInteger(point.blockHeight, 'blockHeight'),
    equityUsd: readDecimal(point.equity, 'equity'),
    totalPnlUsd: readDecimal(point.totalPnl, 'totalPnl'),
    netTransfersUsd: readDecimal(point.netTransfers, 'netTransfers'),
  }));
}
