import { callOf } from '../rest/call-of';
import { type ListedFill } from '../rest/account-answers';
import { type SubaccountRef } from '../rest/account-paths';
import { type IndexerRest, type RestCall } from '../rest/indexer-rest';
import { newestFirst } from '../rest/newest-first';
import { type ListRange } from '../rest/page-cursor';

/** Which fills to get. */
export type AllFillsOptions = ListRange &
  RestCall & { readonly rest: Pick<IndexerRest, 'fills'>; readonly account: SubaccountRef };

/**
 * All fills of an account in a range, newest first, each once, page by page as they are asked for.
 *
 * @throws Error when one block has as many fills as a page: none is lost in silence
 * @throws IndexerRestError when the Indexer does not answer
 * @example for await (const fill of allFills({ rest, account, sinceHeight: 12_345_678 })) console.log(fill.id);
 */
export function allFills({ rest, account, signal, onAnswer, ...range }: AllFillsOptions): AsyncGenerator<ListedFill> {
  const call = callOf({ signal, onAnswer });
  return newestFirst({ range, what: 'fills', idOf: ({ id }) => id }, (query) => rest.fills(account, query, call));
}
