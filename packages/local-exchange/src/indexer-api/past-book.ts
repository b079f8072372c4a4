import type { BookSource } from '../venue/book-source';
import type { IndexerBook } from '../venue/indexer-shapes';

type Copy = { readonly atMs: number; readonly book: IndexerBook };

/** Copies of a book are this part of the lag apart, at least: a busy book may look that much older than it should. */
const COPIES_PER_LAG = 8;

/**
 * The book of one market as it was some time ago, out of copies of the book as it is.
 *
 * A copy is never made from inside a change: a maker who moves its quotes has none for a moment that no clock shows.
 */
export class PastBook implements BookSource {
  readonly #copies: Copy[] = [];
  /** When the book last changed without being copied. */
  #changedMs: number | undefined;
  #copying: NodeJS.Timeout | undefined;

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

  /** The book has changed, and may go on changing until the work at hand is done. */
  changed(): void {
    const nowMs = this.nowMs();
    this.#changedMs = nowMs;
    const waitMs = Math.max(0, this.#copies.at(-1)!.atMs + this.lagMs / COPIES_PER_LAG - nowMs);
    this.#copying ??= setTimeout(() => this.#copy(), waitMs).unref();
  }

  snapshot(depth: number): IndexerBook {
    const { bids, asks } = this.levels();
    return { bids: bids.slice(0, depth), asks: asks.slice(0, depth) };
  }

  levels(): IndexerBook {
    this.#copy();
    this.#forget();
    return this.#copies[0]!.book;
  }

  /** It has not changed since it last did, so a copy of now is one of then. */
  #copy(): void {
    clearTimeout(this.#copying);
    this.#copying = undefined;
    if (this.#changedMs === undefined) return;
    this.#copies.push({ atMs: this.#changedMs, book: this.read() });
    this.#changedMs = undefined;
    this.#forget();
  }

  /** Lets go of copies that nobody will see again. */
  #forget(): void {
    const seenMs = this.nowMs() - this.lagMs;
    while (this.#copies.length > 1 && this.#copies[1]!.atMs <= seenMs) this.#copies.shift();
  }
}
