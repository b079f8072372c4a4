import { type AccountBalance, type AccountData, type AccountPosition, type MarketId } from '@perpstream/core';
import { defer, filter, map, type OperatorFunction } from 'rxjs';
import { isEqual, OrderTable } from './order-table';
import { SeenByHeight } from './seen-by-height';

/** Options of `mergeAccountData`. */
export type MergeAccountDataOptions = {
  /** How many fills and orders of a subaccount to remember, a whole number >= 100. Default 20,000. */
  readonly capacity?: number;
};

/**
 * Passes on only what is new of account data that come from several sources: the stream, its snapshots, and REST answers.
 *
 * - A fill and a transfer come once each, told by their ids, however often and in whatever order they are stated. A transfer
 *   without an id passes.
 * - An order comes whole whenever a patch changes it: all that was ever stated of it, see `OrderTable` for the rules.
 * - A position and a balance come when they differ from what was stated last.
 * - A snapshot always comes, with all its orders, positions and balances, since it replaces what was known; an update with
 *   nothing new does not come.
 *
 * Memory is bounded by `capacity`: the fills of the lowest blocks are forgotten first, and what comes of those blocks again
 * counts as seen. State is kept per subaccount and born with each subscription.
 * @throws RangeError when `capacity` is not a whole number >= 100
 * @example account$.pipe(mergeAccountData())
 */
export function mergeAccountData({ capacity = 20_000 }: MergeAccountDataOptions = {}): OperatorFunction<
  AccountData,
  AccountData
> {
  if (!(Number.isInteger(capacity) && capacity >= 100)) {
    throw new RangeError(`capacity must be a whole number >= 100, was ${capacity}`);
  }
  return (source$) =>
    defer(() => {
      const accounts = new Map<string, KnownAccount>();
      const knownOf = (subaccount: string): KnownAccount => {
        let known = accounts.get(subaccount);
        if (known === undefined) accounts.set(subaccount, (known = new KnownAccount(capacity)));
        return known;
      };
      return source$.pipe(
        map((data) => knownOf(data.subaccount).newOf(data)),
        filter((data) => data !== undefined),
      );
    });
}

/** What is known of one subaccount. */
class KnownAccount {
  readonly #fills: SeenByHeight;
  readonly #transfers: SeenByHeight;
  readonly #orders: OrderTable;
  readonly #positions = new Map<MarketId, AccountPosition>();
  readonly #balances = new Map<string, AccountBalance>();
  #height = 0;

  constructor(capacity: number) {
    this.#fills = new SeenByHeight(capacity);
    this.#transfers = new SeenByHeight(capacity);
    this.#orders = new OrderTable(capacity);
  }

  /** The data without what was known; undefined when nothing is left. */
  newOf(data: AccountData): AccountData | undefined {
    this.#height = Math.max(this.#height, data.height ?? 0);
    const { isSnapshot } = data;
    const merged = data.orders.map((order) => this.#orders.merge(order));
    const positions = data.positions.filter((position) => isNewIn(this.#positions, position.marketId, position));
    const balances = data.balances.filter((balance) => isNewIn(this.#balances, balance.symbol, balance));
    const fresh: AccountData = {
      ...data,
      orders: merged.filter(({ isChanged }) => isChanged || isSnapshot).map(({ order }) => order),
      fills: data.fills.filter(({ id, height }) => this.#fills.isNew(id, height ?? data.height ?? this.#height)),
      // A snapshot replaces what was known: what it leaves out would count as gone.
      positions: isSnapshot ? data.positions : positions,
      balances: isSnapshot ? data.balances : balances,
      transfers: data.transfers.filter(({ id }) => id === undefined || this.#transfers.isNew(id, this.#height)),
    };
    const parts = [fresh.orders, fresh.fills, fresh.positions, fresh.balances, fresh.transfers];
    return isSnapshot || parts.some(({ length }) => length > 0) ? fresh : undefined;
  }
}

/** Notes an item under its key, and says whether it differs from the one that was there. */
function isNewIn<Key, Item extends object>(known: Map<Key, Item>, key: Key, item: Item): boolean {
  const before = known.get(key);
  known.set(key, item);
  return before === undefined || !isEqual(before, item);
}
