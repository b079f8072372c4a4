import type { Trade } from '@perpstream/core';

/** Blocks of about a second: enough to recognise what a resubscription repeats, or what a lost message held. */
const REMEMBERED_BLOCKS = 64;

/**
 * Remembers which trades of one market were seen: the ids of the newest blocks with trades, by their time. What is older
 * than that counts as seen. Of an id nothing is asked but that no other trade of its block has it.
 */
export class SeenTrades {
  /** A block has a trade or two of a market, seldom a hundred: lists of so few take a third of the memory of sets. */
  readonly #idsByTime = new Map<number, string[]>();
  #oldestMs = -Infinity;
  #newestMs = -Infinity;

  /** Exchange time of the newest trade; -Infinity before the first. */
  get newestMs(): number {
    return this.#newestMs;
  }

  has({ exchangeMs, id }: Trade): boolean {
    return exchangeMs < this.#oldestMs || this.#idsByTime.get(exchangeMs)?.includes(id) === true;
  }

  /** Remembers a trade; false when it was seen before. */
  add(trade: Trade): boolean {
    if (this.has(trade)) return false;
    const { exchangeMs, id } = trade;
    const ids = this.#idsByTime.get(exchangeMs);
    if (ids === undefined) this.#addBlock(exchangeMs, id);
    else ids.push(id);
    return true;
  }

  #addBlock(exchangeMs: number, id: string): void {
    this.#idsByTime.set(exchangeMs, [id]);
    this.#newestMs = Math.max(this.#newestMs, exchangeMs);
    if (this.#idsByTime.size === 1) this.#oldestMs = exchangeMs;
    if (this.#idsByTime.size <= REMEMBERED_BLOCKS) return;
    this.#idsByTime.delete(this.#oldestMs);
    this.#oldestMs = Math.min(...this.#idsByTime.keys());
  }
}
