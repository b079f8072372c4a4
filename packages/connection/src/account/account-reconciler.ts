import { type FaultSink, type FeedEvent, type RestAnswer } from '@perpstream/core';
import {
  catchError,
  concat,
  defer,
  EMPTY,
  filter,
  ignoreElements,
  map,
  switchMap,
  tap,
  timer,
  type Observable,
  type OperatorFunction,
  type SchedulerLike,
} from 'rxjs';
import { assertSubaccount, type SubaccountRef } from '../rest/account-paths';
import { assertBackoffBounds, type BackoffBounds } from '../rest/backoff-delay';
import { type IndexerRest } from '../rest/indexer-rest';
import { isBlocked } from '../rest/rest-fault';
import {
  fillAnswers,
  holdingAnswers,
  orderAnswers,
  transferAnswers,
  type AccountQuestionsOptions,
} from './account-questions';
import { AccountStream } from './account-stream';

/** Options of the account reconciler. */
export type AccountReconcilerOptions = {
  readonly rest: Pick<IndexerRest, 'get'>;
  /** The account whose stream the feed carries: one subaccount, or a parent with its children. */
  readonly account: SubaccountRef;
  readonly scheduler: SchedulerLike;
  /** Random numbers in [0, 1), for the jitter of back-offs. */
  readonly random: () => number;
  readonly faults: FaultSink;
  /** Time from the stream's being live to the first question, >= 0. Default 2,000: REST lags behind the streams. */
  readonly settleMs?: number;
  /** The block from which fills are not known for sure, from an earlier run. Default the newest 100 fills are asked for. */
  readonly sinceHeight?: number;
  /** Ids (the Indexer's) of the orders thought open: those that are not open any more are asked for one by one. */
  readonly openOrderIds?: () => Iterable<string>;
  /** Bounds of the wait after a failure. Default 1,000 to 30,000. */
  readonly retryBackoff?: BackoffBounds;
};

/** On-chain and off-chain messages come from two producers: the height of one says little about the other. */
const OVERLAP_BLOCKS = 20;

/**
 * Closes the holes of an account stream: each time it is live (at first, and again after every interruption) it asks the
 * REST interface for open orders, the fills and transfers since the last block that the stream told of while it was live,
 * positions and balances.
 *
 * The answers are inputs for the run log, fills oldest first; what they repeat is for `mergeAccountData` to leave out.
 * When the stream is interrupted the questions are dropped, and the next time begin where these began. An account that does
 * not exist yet has no answers. Each step of a back-off is one `rest` fault. A block of this region or address is one
 * `blocked` fault and completes the stream.
 * @throws RangeError when an option is outside its bounds
 * @example const answers$ = feed.events$.pipe(accountReconciler({ rest, account, scheduler, random, faults }));
 */
export function accountReconciler(options: AccountReconcilerOptions): OperatorFunction<FeedEvent, RestAnswer> {
  const { account, settleMs = 2_000, sinceHeight, openOrderIds = (): string[] => [] } = options;
  const { retryBackoff = { initialMs: 1_000, maxMs: 30_000 } } = options;
  assertSubaccount(account);
  if (!(settleMs >= 0)) throw new RangeError(`settleMs must be >= 0, was ${settleMs}`);
  assertBackoffBounds(retryBackoff, 'retryBackoff');
  const questions: AccountQuestionsOptions = { ...options, openOrderIds, retryBackoff };
  const settled$ = timer(settleMs, options.scheduler).pipe(ignoreElements());

  return (source$) =>
    defer(() => {
      const stream = new AccountStream(account);
      let missingSince = sinceHeight;
      let isComplete = false;
      function reconcile(): Observable<RestAnswer> {
        if (isComplete && stream.height !== undefined) missingSince = stream.height;
        isComplete = false;
        return concat(settled$, accountAnswers(questions, missingSince)).pipe(
          tap({ complete: () => (isComplete = true) }),
        );
      }
      return source$.pipe(
        map((event) => stream.note(event)),
        filter((isLive) => isLive !== undefined),
        switchMap((isLive) => (isLive ? reconcile() : EMPTY)),
        catchError((error: unknown) => {
          if (isBlocked(error)) return EMPTY;
          throw error;
        }),
      );
    });
}

function accountAnswers(options: AccountQuestionsOptions, missingSince: number | undefined): Observable<RestAnswer> {
  const sinceHeight = missingSince === undefined ? undefined : Math.max(0, missingSince - OVERLAP_BLOCKS);
  return concat(
    orderAnswers(options),
    fillAnswers(options, sinceHeight),
    holdingAnswers(options),
    transferAnswers(options, sinceHeight),
  );
}
