import { type AccountOrder, type IndexerOrderStatus } from '@perpstream/core';

const ENDED: readonly (IndexerOrderStatus | undefined)[] = ['FILLED', 'CANCELED'];

/** An order with all that is known of it, and whether the last patch changed anything. */
export type MergedOrder = { readonly order: AccountOrder; readonly isChanged: boolean };

/**
 * What is known of each order of an account, merged from sparse patches that may come twice and out of order: REST lags
 * behind the stream, and two producers write the stream.
 *
 * An order that ended stays ended, except that a cancelled one may still prove filled, and that a patch with a later
 * good-til-block begins the order anew (a client id was used again). What was filled never shrinks.
 */
export class OrderTable {
  readonly #orders = new Map<string, AccountOrder>();

  constructor(private readonly capacity: number) {}

  merge(patch: AccountOrder): MergedOrder {
    const known = this.#orders.get(patch.id);
    const order = known === undefined || isNewLife(known, patch) ? patch : mergedInto(known, patch);
    if (known !== undefined && isEqual(known, order)) return { order: known, isChanged: false };
    // Deleting first keeps the table in order of the latest change, so that the oldest ended order stands in front.
    this.#orders.delete(patch.id);
    this.#orders.set(patch.id, order);
    if (this.#orders.size > this.capacity) this.#forgetOneEnded();
    return { order, isChanged: true };
  }

  #forgetOneEnded(): void {
    for (const [id, { status }] of this.#orders) {
      if (!ENDED.includes(status)) continue;
      this.#orders.delete(id);
      return;
    }
  }
}

function isNewLife(known: AccountOrder, patch: AccountOrder): boolean {
  return ENDED.includes(known.status) && (patch.goodTilBlock ?? 0) > (known.goodTilBlock ?? Infinity);
}

function mergedInto(known: AccountOrder, patch: AccountOrder): AccountOrder {
  const merged: AccountOrder = { ...known, ...patch };
  const isLate = known.status !== undefined && ENDED.includes(known.status) && patch.status !== 'FILLED';
  const filledBase = Math.max(known.totalFilledBase ?? 0, patch.totalFilledBase ?? 0);
  return {
    ...merged,
    ...(isLate ? { status: known.status } : {}),
    ...(filledBase > 0 ? { totalFilledBase: filledBase } : {}),
  };
}

/** Whether two plain objects state the same. */
export function isEqual<T extends object>(a: T, b: T): boolean {
  const names = Object.keys(a) as (keyof T)[];
  return names.length === Object.keys(b).length && names.every((name) => a[name] === b[name]);
}
