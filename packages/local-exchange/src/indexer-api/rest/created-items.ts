import { RestError } from './rest-error';
import { heightOf, limitOf, timeOf } from './rest-request';

/** Something that a block has made. */
export type Created = { readonly createdAt: string; readonly createdAtHeight: string };

/** What a list answer says of its pages; the last two only when a page was asked for. */
export type PageFacts = { readonly pageSize: number; readonly totalResults?: number; readonly offset?: number };

/** Those at or before `createdBeforeOrAtHeight` and `createdBeforeOrAt` of the query, newest first. */
export function createdBefore<T extends Created>(items: readonly T[], query: URLSearchParams): T[] {
  const beforeHeight = heightOf(query, 'createdBeforeOrAtHeight') ?? Infinity;
  const beforeMs = timeOf(query, 'createdBeforeOrAt') ?? Infinity;
  return items
    .filter(
      ({ createdAt, createdAtHeight }) => Number(createdAtHeight) <= beforeHeight && Date.parse(createdAt) <= beforeMs,
    )
    .sort((a, b) => Number(b.createdAtHeight) - Number(a.createdAtHeight));
}

/**
 * The part of a list that `limit` and `page` of the query ask for. A page turns the order round: oldest first.
 *
 * @param items newest first
 */
export function pageOf<T>(
  items: readonly T[],
  query: URLSearchParams,
): { readonly items: T[]; readonly facts: PageFacts } {
  const pageSize = limitOf(query);
  const text = query.get('page');
  if (text === null) return { items: items.slice(0, pageSize), facts: { pageSize } };
  if (!/^[1-9]\d*$/.test(text)) {
    throw RestError.invalid('page', text, 'page must be a non-negative integer', 'query');
  }
  const offset = (Number(text) - 1) * pageSize;
  const oldestFirst = [...items].reverse().slice(offset, offset + pageSize);
  return { items: oldestFirst, facts: { pageSize, totalResults: items.length, offset } };
}
