import type { IndexerSubaccountChange, IndexerTransferRow } from '../venue/account-shapes';

/** Subaccounts n, n + 128, n + 256, ... belong to the parent n. */
export const PARENT_SUBACCOUNTS = 128;

type ParentUpdate = {
  readonly channel: 'v4_parent_subaccounts';
  readonly id: string;
  readonly contents: IndexerSubaccountChange;
  readonly subaccountNumber: number;
};

/** An update of a subaccount as it goes to subscribers of its parent: without transfers that stay within the parent. */
export function parentUpdate(id: string, contents: IndexerSubaccountChange): ParentUpdate {
  const [address = '', number] = id.split('/');
  const subaccountNumber = Number(number);
  const parent = subaccountNumber % PARENT_SUBACCOUNTS;
  const { transfers, ...others } = contents;
  const isWithin = transfers !== undefined && staysWithin(transfers, parent);
  return {
    channel: 'v4_parent_subaccounts',
    id: `${address}/${parent}`,
    contents: isWithin ? others : contents,
    subaccountNumber,
  };
}

function staysWithin({ sender, recipient }: IndexerTransferRow, parent: number): boolean {
  if (sender.address !== recipient.address) return false;
  const numbers = [sender.subaccountNumber, recipient.subaccountNumber];
  return numbers.every((number) => number !== undefined && number % PARENT_SUBACCOUNTS === parent);
}
