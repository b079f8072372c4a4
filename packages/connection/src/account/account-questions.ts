import { type FaultSink, type RestAnswer } from '@perpstream/core';
import {
  catchError,
  concat,
  defer,
  EMPTY,
  expand,
  from,
  mergeMap,
  of,
  tap,
  toArray,
  type Observable,
  type SchedulerLike,
} from 'rxjs';
import { readFillList, readOrderList, readTransferList } from '../rest/account-answers';
import { accountListPath, newestPath, orderPath, ordersPath, type SubaccountRef } from '../rest/account-paths';
import { askUntilAnswered } from '../rest/ask-until-answered';
import { type BackoffBounds } from '../rest/backoff-delay';
import { type IndexerRest } from '../rest/indexer-rest';
import { isRefused, restFault } from '../rest/rest-fault';
import { isIndexerRestError } from '../rest/rest-error';
import { PageCursor, type BlockItem, type Listing } from '../rest/page-cursor';

/** What asking for an account needs. */
export type AccountQuestionsOptions = {
  readonly rest: Pick<IndexerRest, 'get'>;
  readonly account: SubaccountRef;
  readonly scheduler: SchedulerLike;
  readonly random: () => number;
  readonly faults: FaultSink;
  readonly retryBackoff: BackoffBounds;
  readonly openOrderIds: () => Iterable<string>;
};

const OPEN_ORDERS = { statuses: ['OPEN', 'UNTRIGGERED', 'BEST_EFFORT_OPENED'] } as const;
/** Without a height to begin at, so many of the newest items are asked for. */
const SOME = 100;

/** The answers about open orders, and about each order that was thought open and is not among them. */
export function orderAnswers(options: AccountQuestionsOptions): Observable<RestAnswer> {
  const openIds = ({ body }: RestAnswer): ReadonlySet<string> =>
    new Set(readOrderList(JSON.parse(body)).map(({ id }) => id));
  return answerTo(options, ordersPath(options.account, OPEN_ORDERS), openIds).pipe(
    mergeMap((answer) => {
      const open = openIds(answer);
      const ended = [...options.openOrderIds()].filter((id) => !open.has(id));
      return concat(of(answer), ...ended.map((id) => answerTo(options, orderPath(id, options.account))));
    }),
  );
}

/** The answers about open positions and balances. */
export function holdingAnswers(options: AccountQuestionsOptions): Observable<RestAnswer> {
  return concat(
    answerTo(options, accountListPath('/perpetualPositions', options.account, { status: 'OPEN' })),
    answerTo(options, accountListPath('/assetPositions', options.account)),
  );
}

/** The answers about fills at `sinceHeight` or later, the oldest page first. */
export function fillAnswers(options: AccountQuestionsOptions, sinceHeight: number | undefined): Observable<RestAnswer> {
  return pagedAnswers(options, '/fills', readFillList, sinceHeight);
}

/** The answers about transfers at `sinceHeight` or later, the oldest page first. */
export function transferAnswers(
  options: AccountQuestionsOptions,
  sinceHeight: number | undefined,
): Observable<RestAnswer> {
  return pagedAnswers(options, '/transfers', readTransferList, sinceHeight);
}

function pagedAnswers<T extends BlockItem & { readonly id: string }>(
  options: AccountQuestionsOptions,
  folder: '/fills' | '/transfers',
  readItems: (body: unknown) => readonly T[],
  sinceHeight: number | undefined,
): Observable<RestAnswer> {
  const { account, scheduler, faults } = options;
  const read = ({ body }: RestAnswer): readonly T[] => readItems(JSON.parse(body));
  if (sinceHeight === undefined) return answerTo(options, newestPath(folder, account, { limit: SOME }), read);
  const listing: Listing<T> = { range: { sinceHeight }, idOf: ({ id }) => id, what: folder.slice(1) };
  return defer(() => {
    const cursor = new PageCursor(listing);
    const page$ = defer(() => answerTo(options, newestPath(folder, account, cursor.query), read)).pipe(
      tap((answer) => cursor.take(read(answer))),
    );
    return page$.pipe(
      expand(() => (cursor.isDone ? EMPTY : page$)),
      toArray(),
      mergeMap((answers) => from(answers.reverse())),
    );
  }).pipe(
    catchError((error: unknown) => {
      if (isIndexerRestError(error)) throw error;
      faults.report(restFault(folder, error, scheduler, 'some may be missing'));
      return EMPTY;
    }),
  );
}

/** The answer to one question; none when it is refused, which for what the Indexer does not know (404) is no fault. */
function answerTo(
  options: AccountQuestionsOptions,
  path: string,
  read: (answer: RestAnswer) => unknown = ({ body }): unknown => JSON.parse(body),
): Observable<RestAnswer> {
  const { rest, scheduler, random, faults, retryBackoff: backoff } = options;
  const check = (answer: RestAnswer): void => void read(answer);
  return askUntilAnswered({ rest, path, scheduler, random, faults, backoff, check }).pipe(
    catchError((error: unknown) => {
      if (!isRefused(error)) throw error;
      if (!isIndexerRestError(error) || error.status !== 404) {
        faults.report(restFault(path, error, scheduler, 'not asked again before the account stream is live anew'));
      }
      return EMPTY;
    }),
  );
}
