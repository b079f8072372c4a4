import { PageCursor, type BlockItem, type Listing } from './page-cursor';
import { type NewestQuery } from './rest-paths';

/** Goes through a list page by page, newest first; `ask` gets one page. @throws Error as `PageCursor` does */
export async function* newestFirst<T extends BlockItem>(
  listing: Listing<T>,
  ask: (query: NewestQuery) => Promise<readonly T[]>,
): AsyncGenerator<T> {
  const cursor = new PageCursor(listing);
  while (!cursor.isDone) yield* cursor.take(await ask(cursor.query));
}
