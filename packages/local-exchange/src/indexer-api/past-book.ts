import type { BookSource } from '../venue/book-source';
import type { IndexerBook } from '../venue/indexer-shapes';

type Copy = { readonly atMs: number; readonly book: IndexerBook };

/** Copies of a book are this part of the lag apart, at least: a busy book may look that much older than it should. */
const COPIES_PER_LAG = 8;

/** The book of one market as it was some time ago, out of copies of the book as it is. */
export class PastBook implements BookSource {
  readonly #copies: Copy[] = [];
  /** When the book last changed without being copied. */
  #changedMs: number | undefined;

  /**
   * @param lagMs how long ago
   * @param read reads the book as it is
   */
  constructor(
    private readonly lagMs: number,
    private readonly nowMs: () => number,
    private readonly read: () => IndexerBook,
  ) {
    this.#copies.push({ atMs: -Infinity, book: read() });
  }

  /** The book has changed. */
  changed(): void {
    const nowMs = this.nowMs();
    if (nowMs - this.#copies.at(-1)!.atMs < this.lagMs / COPIES_PER_LAG) this.#changedMs = nowMs;
    else this.#copy(nowMs);
  }

  snapshot(depth: number): IndexerBook {
    const { bids, asks } = this.levels();
    return { bids: bids.slice(0, depth), asks: asks.slice(0, depth) };
  }

  levels(): IndexerBook {
    // It has not changed since, so a copy of now is one of then.
    if (this.#changedMs !== undefined) this.#copy(this.#changedMs);
    this.#forget();
    return this.#copies[0]!.book;
  }

  #copy(atMs: number): void {
    this.#changedMs = undefined;
    this.#copies.push({ atMs, book: this.read() });
    this.#forget();
  }

  /** Lets go of copies that nobody will see again. */
  #forget(): void {
    const seenMs = this.nowMs() - this.lagMs;
    while (this.#copies.length > 1 && this.#copies[1]!.atMs <= seenMs) this.#copies.shift();
  }
}
