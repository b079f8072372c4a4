import { PARENT_SUBACCOUNTS } from '../accounts/accounts-state';
import type { IndexerSubaccountChange, IndexerTransferRow } from '../venue/account-shapes';

type ParentUpdate = {
  readonly channel: 'v4_parent_subaccounts';
  readonly id: string;
  readonly contents: IndexerSubaccountChange;
  readonly subaccountNumber: number;
};

/** The id of the parent that a subaccount belongs to: `ADDRESS/130` is a child of `ADDRESS/2`. */
export function parentId(id: string): string {
  const [address = '', number] = id.split('/');
  return `${address}/${Number(number) % PARENT_SUBACCOUNTS}`;
}

/** An update of a subaccount as it goes to subscribers of its parent: without transfers that stay within the parent. */
export function parentUpdate(id: string, contents: IndexerSubaccountChange): ParentUpdate {
  const subaccountNumber = Number(id.split('/')[1]);
  const { transfers, ...others } = contents;
  const isWithin = transfers !== undefined && staysWithin(transfers, subaccountNumber % PARENT_SUBACCOUNTS);
  return {
    channel: 'v4_parent_subaccounts',
    id: parentId(id),
    contents: isWithin ? others : contents,
    subaccountNumber,
  };
}

function staysWithin({ sender, recipient }: IndexerTransferRow, parent: number): boolean {
  if (sender.address !== recipient.address) return false;
  const numbers = [sender.subaccountNumber, recipient.subaccountNumber];
  return numbers.every((number) => number !== undefined && number % PARENT_SUBACCOUNTS === parent);
}
