import { type UnixMs } from '@perpstream/core';
import { LARGEST_LIMIT, type NewestQuery } from './rest-paths';

/** Which part of a list to go through: what happened in [`fromMs`, `toMs`) and at `sinceHeight` or later. Default all of it. */
export type ListRange = {
  readonly fromMs?: UnixMs;
  readonly toMs?: UnixMs;
  readonly sinceHeight?: number;
  /** Items per request, 1..1000. Default 1,000; a block with as many items or more is an error. */
  readonly pageSize?: number;
};

/** An item of a list that the Indexer pages by block. */
export type BlockItem = { readonly height: number; readonly exchangeMs: UnixMs };

/** What a list is and how its items are told apart; `what` is what they are called in a message. */
export type Listing<T> = {
  readonly range: ListRange;
  readonly idOf: (item: T) => string | number;
  readonly what: string;
};

/**
 * Where one is in a list that comes in pages, newest first. Each page starts at the block where the one before it ended,
 * since that page may have ended in the middle of the block; what was given already is left out.
 *
 * The `page` parameter of the Indexer is of no use here: with it trades come oldest first, and new items move the pages.
 */
export class PageCursor<T extends BlockItem> {
  #border: { readonly height: number; readonly seen: ReadonlySet<string | number> } | undefined;
  #isDone = false;
  readonly #pageSize: number;

  constructor(private readonly listing: Listing<T>) {
    this.#pageSize = listing.range.pageSize ?? LARGEST_LIMIT;
  }

  /** Whether the last page has been taken. */
  get isDone(): boolean {
    return this.#isDone;
  }

  /** How to ask for the next page. */
  get query(): NewestQuery {
    const { toMs } = this.listing.range;
    return {
      limit: this.#pageSize,
      ...(toMs === undefined ? {} : { beforeOrAtMs: toMs }),
      ...(this.#border === undefined ? {} : { beforeOrAtHeight: this.#border.height }),
    };
  }

  /**
   * Takes the next page and gives what is new and wanted of it.
   *
   * @throws Error when one block fills a whole page: what lies behind it cannot be reached without losing some of it
   */
  take(page: readonly T[]): readonly T[] {
    const { idOf } = this.listing;
    const fresh = page.filter((item) => this.#isInRange(item) && this.#border?.seen.has(idOf(item)) !== true);
    this.#moveOn(page);
    return fresh;
  }

  #isInRange({ height, exchangeMs }: T): boolean {
    const { fromMs = -Infinity, toMs = Infinity, sinceHeight = -Infinity } = this.listing.range;
    return height >= sinceHeight && exchangeMs >= fromMs && exchangeMs < toMs;
  }

  #moveOn(page: readonly T[]): void {
    const { idOf, what, range } = this.listing;
    const oldest = page.reduce<T | undefined>((a, b) => (a === undefined || b.height <= a.height ? b : a), undefined);
    if (oldest === undefined || page.length < this.#pageSize) return this.#end();
    const { height, exchangeMs } = oldest;
    if (height < (range.sinceHeight ?? -Infinity) || exchangeMs < (range.fromMs ?? -Infinity)) return this.#end();
    if (height === this.#border?.height) {
      throw new Error(
        `block ${height} has ${this.#pageSize} ${what} or more: a page of the Indexer cannot hold them all`,
      );
    }
    this.#border = { height, seen: new Set(page.filter((item) => item.height === height).map(idOf)) };
  }

  #end(): void {
    this.#isDone = true;
  }
}
