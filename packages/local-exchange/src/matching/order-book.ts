import type { Side } from '@perpstream/core';
import { BookSide } from './book-side';
import type { Fill, FillParty, NewOrder, Placement, RestingOrder } from './order';

/** Told of every change of a level, at once: `quantums` is its new total, 0 when it is gone. */
export type LevelListener = (side: Side, subticks: number, quantums: number) => void;

/** A price level as seen from outside. */
export type BookLevel = { readonly subticks: number; readonly quantums: number };

const NO_FILLS: readonly Fill[] = [];

/**
 * Matches orders of one market by price, then time, on integers.
 *
 * A taker's matches are reported before its own rest appears, so no prefix of the level changes is ever crossed.
 */
export class OrderBook {
  readonly #sides = { buy: new BookSide('buy'), sell: new BookSide('sell') };
  readonly #orders = new Map<number, RestingOrder>();
  #lastOrderId = 0;

  /**
   * @param stepQuantums sizes are multiples of this
   * @param tickSubticks prices are multiples of this
   */
  constructor(
    private readonly stepQuantums: number,
    private readonly tickSubticks: number,
    private readonly levelChanged: LevelListener,
  ) {}

  /** @throws RangeError when price or size are not positive multiples of tick and step */
  place(order: NewOrder): Placement {
    assertOnGrid('price', order.subticks, this.tickSubticks);
    assertOnGrid('size', order.quantums, this.stepQuantums);
    if (order.mode === 'post-only' && this.#wouldMatch(order)) return { fills: NO_FILLS, refused: 'would-cross' };
    const fills = this.#match(order);
    const left = fills.reduce((quantums, fill) => quantums - fill.quantums, order.quantums);
    if (left === 0 || order.mode === 'immediate-or-cancel') return { fills };
    return { fills, orderId: this.#rest(order, left) };
  }

  /** Takes an order out of the book; false when it is not there (any more). */
  cancel(orderId: number): boolean {
    const order = this.#orders.get(orderId);
    if (order === undefined) return false;
    this.#take(order, order.remainingQuantums);
    return true;
  }

  isResting(orderId: number): boolean {
    return this.#orders.has(orderId);
  }

  /** Best price of a side; undefined when it is empty. */
  bestSubticks(side: Side): number | undefined {
    return this.#sides[side].best()?.subticks;
  }

  /** The best `depth` levels of a side, best first; all of them without a depth. */
  levels(side: Side, depth: number = Infinity): BookLevel[] {
    const levels: BookLevel[] = [];
    for (const { subticks, quantums } of this.#sides[side].bestFirst()) {
      if (levels.length >= depth) break;
      levels.push({ subticks, quantums });
    }
    return levels;
  }

  /** Takes every order out of the book, the best ones first. */
  clear(): void {
    for (const side of ['buy', 'sell'] as const) {
      for (let best = this.#sides[side].best(); best !== undefined; best = this.#sides[side].best()) {
        for (const id of [...best.orders.keys()]) this.cancel(id);
      }
    }
  }

  #wouldMatch({ side, subticks }: NewOrder): boolean {
    const best = this.bestSubticks(side === 'buy' ? 'sell' : 'buy');
    return best !== undefined && (side === 'buy' ? best <= subticks : best >= subticks);
  }

  #match(order: NewOrder): readonly Fill[] {
    if (!this.#wouldMatch(order)) return NO_FILLS;
    const opposite = this.#sides[order.side === 'buy' ? 'sell' : 'buy'];
    const fills: Fill[] = [];
    const { type = 'LIMIT', side: takerSide } = order;
    const taker = partyOf(order);
    let left = order.quantums;
    while (left > 0 && this.#wouldMatch(order)) {
      const [maker] = opposite.best()!.orders.values();
      const quantums = Math.min(left, maker!.remainingQuantums);
      left -= quantums;
      this.#take(maker!, quantums);
      fills.push({ type, takerSide, subticks: maker!.subticks, quantums, maker: partyOf(maker!), taker });
    }
    return fills;
  }

  #take(order: RestingOrder, quantums: number): void {
    const side = this.#sides[order.side];
    const level = side.find(order.subticks)!;
    side.reduce(level, order, quantums);
    if (order.remainingQuantums === 0) this.#orders.delete(order.id);
    this.levelChanged(order.side, order.subticks, level.quantums);
  }

  #rest({ side, subticks, ...placed }: NewOrder, remainingQuantums: number): number {
    const id = (this.#lastOrderId += 1);
    const order = { id, side, subticks, remainingQuantums, ...partyOf(placed) };
    this.#orders.set(id, order);
    this.levelChanged(side, subticks, this.#sides[side].add(order).quantums);
    return id;
  }
}

function partyOf({ owner, reference }: FillParty): FillParty {
  return reference === undefined ? { owner } : { owner, reference };
}

function assertOnGrid(what: string, value: number, unit: number): void {
  if (Number.isSafeInteger(value) && value > 0 && value % unit === 0) return;
  throw new RangeError(`the ${what} must be a positive multiple of ${unit}, was ${value}`);
}
