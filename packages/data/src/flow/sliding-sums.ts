/** What the trades of one block, or of several, amount to. */
export type FlowSums = {
  readonly buyUsd: number;
  readonly sellUsd: number;
  readonly volumeBase: number;
  readonly trades: number;
  readonly largeTrades: number;
  readonly largeUsd: number;
};

/** Sums of one exchange time. */
export type TimedSums = FlowSums & { readonly exchangeMs: number };

/** Blocks of a window kept apart; more than 300 s hold at two a second. Further ones go together with the newest. */
const MAX_BLOCKS = 1_024;

const NOTHING: FlowSums = { buyUsd: 0, sellUsd: 0, volumeBase: 0, trades: 0, largeTrades: 0, largeUsd: 0 };

/** The sums of two lots of trades. */
export function addSums(left: FlowSums, right: FlowSums): FlowSums {
  return {
    buyUsd: left.buyUsd + right.buyUsd,
    sellUsd: left.sellUsd + right.sellUsd,
    volumeBase: left.volumeBase + right.volumeBase,
    trades: left.trades + right.trades,
    largeTrades: left.largeTrades + right.largeTrades,
    largeUsd: left.largeUsd + right.largeUsd,
  };
}

/**
 * Sums over a window that slides in time. Nothing is ever subtracted, so no error builds up: a queue of two stacks, of
 * which the older holds the sums from each block to its newest. O(1) amortised per addition, bounded memory.
 */
export class SlidingSums {
  /** Oldest last; each entry sums up itself and every newer one of this stack. */
  #older: TimedSums[] = [];
  /** Oldest first, as they came. */
  #newer: TimedSums[] = [];
  #newerTotal = NOTHING;

  get total(): FlowSums {
    const oldest = this.#older.at(-1);
    return oldest === undefined ? this.#newerTotal : addSums(oldest, this.#newerTotal);
  }

  /** Adds sums of a time that is not before those added so far. */
  add(sums: TimedSums): void {
    const last = this.#newer.at(-1);
    const isFull = this.#older.length + this.#newer.length >= MAX_BLOCKS;
    if (last !== undefined && (isFull || last.exchangeMs === sums.exchangeMs)) {
      this.#newer[this.#newer.length - 1] = { ...addSums(last, sums), exchangeMs: sums.exchangeMs };
    } else {
      this.#newer.push(sums);
    }
    this.#newerTotal = addSums(this.#newerTotal, sums);
  }

  /** Lets go of everything at or before a time; true when there was something. */
  dropThrough(exchangeMs: number): boolean {
    let hasDropped = false;
    while (this.#hasThrough(exchangeMs)) {
      if (this.#older.length === 0) this.#turnOver();
      this.#older.pop();
      hasDropped = true;
    }
    return hasDropped;
  }

  clear(): void {
    this.#older = [];
    this.#newer = [];
    this.#newerTotal = NOTHING;
  }

  #hasThrough(exchangeMs: number): boolean {
    const oldest = this.#older.at(-1) ?? this.#newer[0];
    return oldest !== undefined && oldest.exchangeMs <= exchangeMs;
  }

  #turnOver(): void {
    let total = NOTHING;
    for (const { exchangeMs, ...sums } of this.#newer.reverse()) {
      total = addSums(total, sums);
      this.#older.push({ exchangeMs, ...total });
    }
    this.#newer = [];
    this.#newerTotal = NOTHING;
  }
}
