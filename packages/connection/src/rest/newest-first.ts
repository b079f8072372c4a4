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

type Listing<T> = {
  readonly range: ListRange;
  /** Asks for one page, newest first. */
  readonly ask: (query: NewestQuery) => Promise<readonly T[]>;
  readonly idOf: (item: T) => string | number;
  /** What the items are called in a message. */
  readonly what: string;
};

/**
 * Goes through a list page by page, the newest page first. Each page starts at the block where the one before it ended,
 * since the page may have ended in the middle of a block; what was given already is left out.
 *
 * The `page` parameter of the Indexer is of no use here: with it trades come oldest first, and new items move the pages.
 * @throws Error when one block fills a whole page: what lies behind it cannot be reached without losing some of it
 */
export async function* pagesNewestFirst<T extends BlockItem>(listing: Listing<T>): AsyncGenerator<readonly T[]> {
  const { range, ask, idOf, what } = listing;
  const { fromMs = -Infinity, toMs, sinceHeight = -Infinity, pageSize = LARGEST_LIMIT } = range;
  const bound = toMs === undefined ? {} : { beforeOrAtMs: toMs };
  let cursor: { readonly height: number; readonly seen: ReadonlySet<string | number> } | undefined;
  for (;;) {
    const height = cursor === undefined ? {} : { beforeOrAtHeight: cursor.height };
    const page = await ask({ limit: pageSize, ...bound, ...height });
    const isWanted = (item: T): boolean =>
      item.height >= sinceHeight && item.exchangeMs >= fromMs && (toMs === undefined || item.exchangeMs < toMs);
    const wanted = page.filter((item) => isWanted(item) && cursor?.seen.has(idOf(item)) !== true);
    if (wanted.length > 0) yield wanted;
    const oldest = page.reduce<T | undefined>((a, b) => (a === undefined || b.height <= a.height ? b : a), undefined);
    if (oldest === undefined || page.length < pageSize) return;
    if (oldest.height < sinceHeight || oldest.exchangeMs < fromMs) return;
    if (oldest.height === cursor?.height) {
      throw new Error(
        `block ${oldest.height} has ${pageSize} ${what} or more, which cannot be paged through: ask for more per page`,
      );
    }
    const border = page.filter((item) => item.height === oldest.height);
    cursor = { height: oldest.height, seen: new Set(border.map(idOf)) };
  }
}

/** The same, item by item. */
export async function* newestFirst<T extends BlockItem>(listing: Listing<T>): AsyncGenerator<T> {
  for await (const page of pagesNewestFirst(listing)) yield* page;
}
