import type { LimitHit, OrderIntent } from '@perpstream/core';
import { BlockWindow } from './block-window';
import { limitHit } from './limit-hit';
import type { RiskLimits } from './risk-limits';
import { isStateful } from './stateful';

/** Blocks by which the known height may lag behind the chain, and by how much that may vary. */
const LAG_BLOCKS = 2;

/** How many orders the chain still takes, by what is known here. Infinity for a rate that is switched off. */
export type OrderRateLeft = {
  /** Short-term orders and cancels, together. */
  readonly shortTerm: number;
  /** Stateful orders in the present block, and within 100 blocks. */
  readonly statefulInBlock: number;
  readonly statefulIn100Blocks: number;
};

/**
 * Counts what is sent against the chain's rates, in blocks. Each window is 2 blocks longer than the chain's, since an order
 * lands in a later block than the one known when it was sent. The chain counts failed attempts, too, and so does this.
 */
export class OrderRate {
  readonly #shortTerm: BlockWindow;
  readonly #statefulInBlock: BlockWindow;
  readonly #statefulIn100Blocks: BlockWindow;
  readonly #reserve: number;

  constructor(limits: RiskLimits) {
    this.#shortTerm = new BlockWindow(limits.maxShortTermOrders, limits.shortTermRateBlocks + LAG_BLOCKS);
    this.#statefulInBlock = new BlockWindow(limits.maxStatefulOrdersPerBlock, 1 + LAG_BLOCKS);
    this.#statefulIn100Blocks = new BlockWindow(limits.maxStatefulOrdersPer100Blocks, 100 + LAG_BLOCKS);
    this.#reserve = limits.orderRateReserve;
  }

  get left(): OrderRateLeft {
    return {
      shortTerm: this.#shortTerm.left,
      statefulInBlock: this.#statefulInBlock.left,
      statefulIn100Blocks: this.#statefulIn100Blocks.left,
    };
  }

  advance(height: number): void {
    this.#shortTerm.advance(height);
    this.#statefulInBlock.advance(height);
    this.#statefulIn100Blocks.advance(height);
  }

  /** Counts an order that is sent. */
  countOrder(order: OrderIntent): void {
    for (const [window] of this.#windowsOf(order)) window.count();
  }

  /** Counts a cancel of a short-term order; cancels of stateful ones have no rate. */
  countCancel(): void {
    this.#shortTerm.count();
  }

  /**
   * The rates that one more order breaks. An order that opens leaves the reserve alone; one that reduces meets the pool of the
   * chain itself.
   */
  hits(order: OrderIntent, isReducing: boolean): LimitHit[] {
    return this.#windowsOf(order).flatMap(([window, what]) => {
      const { limit, used } = window;
      const most = isReducing ? limit : Math.floor(limit * (1 - this.#reserve));
      if (used < most) return [];
      const kept = most < limit ? `, ${limit - most} of ${limit} are kept for what reduces` : '';
      const message = `${used + 1} ${what} exceed ${most}${kept}`;
      return [limitHit(isReducing ? 'chain-rule' : 'order-rate', used + 1, most, message)];
    });
  }

  #windowsOf(order: OrderIntent): readonly (readonly [BlockWindow, string])[] {
    if (!isStateful(order)) return [[this.#shortTerm, 'short-term orders and cancels within a few blocks']];
    return [
      [this.#statefulInBlock, 'stateful orders in one block'],
      [this.#statefulIn100Blocks, 'stateful orders within 100 blocks'],
    ];
  }
}
