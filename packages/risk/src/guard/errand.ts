import type { ClientId } from '@perpstream/core';

/** What there is in one market: the position, and orders that may add to one. */
export type Holding = { readonly sizeBase: number; readonly orders: readonly ClientId[] };

/** Float64 noise between sizes that are the same on the grid. */
const NOISE = 1e-9;

/** What was asked of one market, and how it goes. */
export class Errand {
  #leastGapBase: number;
  #leastOrders: number;
  #progressMs: number;
  readonly #knownOrders: ReadonlySet<ClientId>;

  constructor(
    readonly toBase: number,
    { sizeBase, orders }: Holding,
    nowMs: number,
  ) {
    this.#leastGapBase = Math.abs(sizeBase - toBase);
    this.#leastOrders = orders.length;
    this.#knownOrders = new Set(orders);
    this.#progressMs = nowMs;
  }

  /** Takes note of what there is now: less to do than ever before is progress, and so is nothing. */
  observe({ sizeBase, orders }: Holding, nowMs: number): void {
    const gapBase = Math.abs(sizeBase - this.toBase);
    const isProgress = gapBase < this.#leastGapBase * (1 - NOISE) || orders.length < this.#leastOrders;
    if (!isProgress && !this.isDone({ sizeBase, orders })) return;
    this.#leastGapBase = Math.min(this.#leastGapBase, gapBase);
    this.#leastOrders = Math.min(this.#leastOrders, orders.length);
    this.#progressMs = nowMs;
  }

  /** A position on the far side of the target, or no larger, is where it should be. */
  isDone({ sizeBase, orders }: Holding): boolean {
    if (orders.length > 0) return false;
    return this.toBase === 0 ? sizeBase === 0 : sizeBase / this.toBase <= 1 + NOISE;
  }

  /** Whether something came in between: an order that was not there, or a larger gap than there was. */
  isSpoilt({ sizeBase, orders }: Holding): boolean {
    const gapBase = Math.abs(sizeBase - this.toBase);
    const isFurther = !this.isDone({ sizeBase, orders: [] }) && gapBase > this.#leastGapBase * (1 + NOISE);
    return isFurther || orders.some((id) => !this.#knownOrders.has(id));
  }

  /** Whether nothing moved for so long although there is something to do. */
  isStuck(holding: Holding, nowMs: number, patienceMs: number): boolean {
    return !this.isDone(holding) && nowMs - this.#progressMs >= patienceMs;
  }
}
