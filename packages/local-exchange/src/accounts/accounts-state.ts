import type {
  IndexerAccountSnapshot,
  IndexerOrder,
  IndexerParentSubaccount,
  IndexerSubaccount,
  IndexerSubaccountChange,
} from '../venue/account-shapes';
import { sumOfTexts } from './decimal-sum';
import { SubaccountRecords, type AccountSurroundings, type StatedAccount } from './subaccount-records';

/** Numbers of parents are below this; the children of a parent are as far apart. */
export const PARENT_SUBACCOUNTS = 128;

/** All accounts of a venue as the sum of the v4_subaccounts updates applied: what snapshots and REST are made from. */
export class AccountsState {
  readonly #subaccounts = new Map<string, SubaccountRecords>();

  constructor(private readonly surroundings: AccountSurroundings) {}

  /** @param id `ADDRESS/NUMBER` */
  apply(id: string, change: IndexerSubaccountChange): void {
    this.#recordsOf(id).apply(change);
  }

  /**
   * Replaces what is known of a subaccount's orders, positions and balances; fills and transfers stay.
   *
   * @returns the update that leads there from the state before; undefined for one that never held anything
   */
  replace(id: string, stated: StatedAccount): IndexerSubaccountChange | undefined {
    return stated.subaccount === undefined ? undefined : this.#recordsOf(id).replace(stated);
  }

  /** The subaccount; undefined when it never held anything. */
  find(address: string, number: number): SubaccountRecords | undefined {
    return this.#subaccounts.get(`${address}/${number}`);
  }

  /** The subaccounts of an address, in order of their numbers; empty when it is unknown. */
  ofAddress(address: string): readonly SubaccountRecords[] {
    return [...this.#subaccounts.values()]
      .filter((subaccount) => subaccount.address === address)
      .sort((a, b) => a.number - b.number);
  }

  /** The children of a parent: numbers n, n + 128, n + 256 and so on. */
  ofParent(address: string, parentNumber: number): readonly SubaccountRecords[] {
    return this.ofAddress(address).filter(({ number }) => number % PARENT_SUBACCOUNTS === parentNumber);
  }

  /** An order by its id, whoever owns it. */
  order(id: string): IndexerOrder | undefined {
    for (const { orders } of this.#subaccounts.values()) {
      const order = orders.find(id);
      if (order !== undefined) return order;
    }
    return undefined;
  }

  /** `contents` of a `subscribed` on v4_subaccounts; undefined for an unknown one, which is answered with `{}`. */
  snapshot(address: string, number: number): IndexerAccountSnapshot<IndexerSubaccount> | undefined {
    const subaccount = this.find(address, number);
    if (subaccount === undefined) return undefined;
    return this.#snapshotOf(subaccount.summary(), [subaccount]);
  }

  /** `contents` of a `subscribed` on v4_parent_subaccounts; undefined for an unknown one, which is answered with `{}`. */
  parentSnapshot(address: string, parentNumber: number): IndexerAccountSnapshot<IndexerParentSubaccount> | undefined {
    const parent = this.parent(address, parentNumber);
    return parent === undefined ? undefined : this.#snapshotOf(parent, this.ofParent(address, parentNumber));
  }

  /** A parent with its children; undefined when it has none. */
  parent(address: string, parentNumber: number): IndexerParentSubaccount | undefined {
    const children = this.ofParent(address, parentNumber).map((child) => child.summary());
    if (children.length === 0) return undefined;
    return {
      address,
      parentSubaccountNumber: parentNumber,
      equity: sumOfTexts(children.map(({ equity }) => equity)),
      freeCollateral: sumOfTexts(children.map(({ freeCollateral }) => freeCollateral)),
      childSubaccounts: children,
    };
  }

  #snapshotOf<Account>(subaccount: Account, of: readonly SubaccountRecords[]): IndexerAccountSnapshot<Account> {
    const blockHeight = this.surroundings.height()?.height ?? '0';
    return { subaccount, orders: of.flatMap(({ orders }) => orders.ofSnapshot(Number(blockHeight))), blockHeight };
  }

  #recordsOf(id: string): SubaccountRecords {
    let records = this.#subaccounts.get(id);
    if (records === undefined) {
      const [address = id, number = '0'] = id.split('/');
      records = new SubaccountRecords(address, Number(number), this.surroundings);
      this.#subaccounts.set(id, records);
    }
    return records;
  }
}
