import type { IndexerOrder, IndexerOrderPatch } from '../venue/account-shapes';
import { without } from '../venue/without';

/** Orders kept of one subaccount. */
const LIMIT = 1_000;
const LIVE: ReadonlySet<string> = new Set(['OPEN', 'UNTRIGGERED', 'BEST_EFFORT_OPENED']);
/** Blocks after its expiry for which a cancelled order is still part of a snapshot. */
const CANCELED_REACH = 20;

/** The orders of one subaccount as the sum of the patches of them. The oldest finished ones are forgotten. */
export class OrderRecords {
  readonly #orders = new Map<string, IndexerOrder>();

  constructor(private readonly subaccountNumber: number) {}

  /** Merges a patch by id. A patch of an unknown order that does not say what the order is, is left out. */
  apply(patch: IndexerOrderPatch): void {
    const known = this.#orders.get(patch.id);
    if (known === undefined && patch.side === undefined) return;
    const { subaccountNumber } = this;
    const stated = without(patch, 'removalReason', 'totalOptimisticFilled');
    const merged = { totalFilled: '0', ...known, ...stated, subaccountNumber } as IndexerOrder;
    // A placement that comes after fills is a replacement: the committed part decides the status.
    const isReplaced = merged.status === 'BEST_EFFORT_OPENED' && merged.totalFilled !== '0';
    this.#orders.set(patch.id, isReplaced ? { ...merged, status: 'OPEN' } : merged);
    if (this.#orders.size > LIMIT) this.#forgetOne();
  }

  /** Takes the orders of a snapshot; returns the live ones of before that it does not know, which have ended since. */
  replace(orders: readonly IndexerOrder[]): IndexerOrder[] {
    const stated = new Set(orders.map(({ id }) => id));
    const gone = [...this.#orders.values()].filter(({ id, status }) => LIVE.has(status) && !stated.has(id));
    const ended = gone.map((order) => ({ ...order, status: 'CANCELED' }));
    for (const order of [...ended, ...orders]) this.apply(order);
    return ended;
  }

  find(id: string): IndexerOrder | undefined {
    const order = this.#orders.get(id);
    return order !== undefined && isShown(order) ? order : undefined;
  }

  /** All orders that REST knows of. */
  all(): IndexerOrder[] {
    return [...this.#orders.values()].filter(isShown);
  }

  /** The orders of a snapshot: live ones, and cancelled ones that may still be filled. */
  ofSnapshot(height: number): IndexerOrder[] {
    return this.all().filter(
      ({ status, goodTilBlock = '0' }) =>
        LIVE.has(status) || (status === 'BEST_EFFORT_CANCELED' && Number(goodTilBlock) > height - CANCELED_REACH),
    );
  }

  #forgetOne(): void {
    const oldest = [...this.#orders.values()].find(({ status }) => !LIVE.has(status));
    this.#orders.delete((oldest ?? this.#orders.values().next().value!).id);
  }
}

/** A short-term order that was cancelled without a fill was never committed: no store of the Indexer knows it. */
function isShown({ orderFlags, totalFilled, status }: IndexerOrder): boolean {
  return orderFlags !== '0' || Number(totalFilled) > 0 || LIVE.has(status);
}
