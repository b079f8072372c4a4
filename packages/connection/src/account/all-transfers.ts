import { callOf } from '../rest/call-of';
import { type ListedTransfer } from '../rest/account-answers';
import { type SubaccountRef } from '../rest/account-paths';
import { type IndexerRest, type RestCall } from '../rest/indexer-rest';
import { newestFirst } from '../rest/newest-first';
import { type ListRange } from '../rest/page-cursor';

/** Which transfers to get. */
export type AllTransfersOptions = ListRange &
  RestCall & { readonly rest: Pick<IndexerRest, 'transfers'>; readonly account: SubaccountRef };

/**
 * All transfers of an account in a range, newest first, each once, page by page as they are asked for.
 *
 * @throws Error when one block has as many transfers as a page: none is lost in silence
 * @throws IndexerRestError when the Indexer does not answer
 * @example for await (const { type, amount } of allTransfers({ rest, account })) console.log(type, amount);
 */
export function allTransfers({
  rest,
  account,
  signal,
  onAnswer,
  ...range
}: AllTransfersOptions): AsyncGenerator<ListedTransfer> {
  const call = callOf({ signal, onAnswer });
  return newestFirst({ range, what: 'transfers', idOf: ({ id }) => id }, (query) =>
    rest.transfers(account, query, call),
  );
}
