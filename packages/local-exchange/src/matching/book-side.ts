import type { RestingOrder } from './order';

/** All orders at one price, in order of arrival. */
export type PriceLevel = {
  readonly subticks: number;
  /** Sum of what is left of the orders. */
  quantums: number;
  readonly orders: Map<number, RestingOrder>;
};

/** One side of a book: price levels sorted so that the best one is last. */
export class BookSide {
  readonly #levels: PriceLevel[] = [];
  readonly #direction: 1 | -1;

  constructor(side: 'buy' | 'sell') {
    this.#direction = side === 'buy' ? 1 : -1;
  }

  /** The level to match first; undefined when the side is empty. */
  best(): PriceLevel | undefined {
    return this.#levels.at(-1);
  }

  /** Levels from the best on. */
  *bestFirst(): Generator<PriceLevel> {
    for (let at = this.#levels.length - 1; at >= 0; at -= 1) yield this.#levels[at]!;
  }

  find(subticks: number): PriceLevel | undefined {
    const level = this.#levels[this.#position(subticks)];
    return level?.subticks === subticks ? level : undefined;
  }

  /** Adds an order behind all others of its price. */
  add(order: RestingOrder): PriceLevel {
    const at = this.#position(order.subticks);
    let level = this.#levels[at];
    if (level?.subticks !== order.subticks) {
      level = { subticks: order.subticks, quantums: 0, orders: new Map() };
      this.#levels.splice(at, 0, level);
    }
    level.orders.set(order.id, order);
    level.quantums += order.remainingQuantums;
    return level;
  }

  /** Takes `quantums` of an order away; the order leaves when nothing is left, the level when no order is. */
  reduce(level: PriceLevel, order: RestingOrder, quantums: number): void {
    order.remainingQuantums -= quantums;
    level.quantums -= quantums;
    if (order.remainingQuantums === 0) level.orders.delete(order.id);
    if (level.orders.size === 0) this.#levels.splice(this.#position(level.subticks), 1);
  }

  /** Index of the level, or where it would have to be put. */
  #position(subticks: number): number {
    let low = 0;
    let high = this.#levels.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#levels[middle]!.subticks - subticks) * this.#direction < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
