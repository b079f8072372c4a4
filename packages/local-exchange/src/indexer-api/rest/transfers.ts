import { decimalOf } from '@perpstream/core';
import { PARENT_SUBACCOUNTS } from '../../accounts/accounts-state';
import { minus, plus, textOf, ZERO } from '../../accounts/decimal-sum';
import type { IndexerTransfer, IndexerTransferEnd } from '../../venue/account-shapes';
import { checkedAddress, checkedNumber, subaccountsOf } from './account-query';
import { createdBefore, pageOf } from './created-items';
import type { RestRequest } from './rest-request';

/** The most transfers that `/transfers/between` shows. */
const SUBSET = 100;

/** `/v4/transfers`: newest first, or oldest first when a page is asked for. */
export function transfers(request: RestRequest): object {
  const all = subaccountsOf(request, 'subaccount').flatMap((subaccount) => subaccount.transfers());
  const { items, facts } = pageOf(createdBefore(all, request.query), request.query);
  return { transfers: items, ...facts };
}

/** `/v4/transfers/parentSubaccountNumber`: those that cross the bounds of the family, whose ends are parents here. */
export function parentTransfers(request: RestRequest): object {
  const all = subaccountsOf(request, 'parent').flatMap((subaccount) => subaccount.transfers());
  const { items, facts } = pageOf(createdBefore(all.filter(isOutward), request.query), request.query);
  return {
    transfers: items.map((transfer) => ({
      ...transfer,
      sender: parentEnd(transfer.sender),
      recipient: parentEnd(transfer.recipient),
    })),
    ...facts,
  };
}

/** `/v4/transfers/between`: what went from one subaccount to another and back, and what stayed there. */
export function transfersBetween({ query, state }: RestRequest): object {
  const end = (name: 'source' | 'recipient'): Required<IndexerTransferEnd> => ({
    address: checkedAddress(query.get(`${name}Address`) ?? undefined, 'query', `${name}Address`),
    subaccountNumber: checkedNumber(query.get(`${name}SubaccountNumber`) ?? undefined, 'subaccount', 'query'),
  });
  const [source, recipient] = [end('source'), end('recipient')];
  const all = state.accounts.find(source.address, source.subaccountNumber)?.transfers() ?? [];
  const between = all.filter(
    (transfer) =>
      (isSame(transfer.sender, source) && isSame(transfer.recipient, recipient)) ||
      (isSame(transfer.sender, recipient) && isSame(transfer.recipient, source)),
  );
  const wanted = createdBefore(between, query);
  const net = wanted.reduce(
    (sum, { sender, size }) => (isSame(sender, source) ? plus(sum, decimalOf(size)) : minus(sum, decimalOf(size))),
    ZERO,
  );
  return { transfersSubset: wanted.slice(0, SUBSET), totalNetTransfers: textOf(net) };
}

function isSame(a: IndexerTransferEnd, b: IndexerTransferEnd): boolean {
  return a.address === b.address && a.subaccountNumber === b.subaccountNumber;
}

function isOutward({ sender, recipient }: IndexerTransfer): boolean {
  const [from, to] = [parentEnd(sender), parentEnd(recipient)];
  return from.address !== to.address || from.parentSubaccountNumber !== to.parentSubaccountNumber;
}

function parentEnd({ address, subaccountNumber }: IndexerTransferEnd): {
  readonly address: string;
  readonly parentSubaccountNumber?: number;
} {
  return subaccountNumber === undefined
    ? { address }
    : { address, parentSubaccountNumber: subaccountNumber % PARENT_SUBACCOUNTS };
}
