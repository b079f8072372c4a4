import { marketId, type FaultSink, type FeedEvent, type MarketId, type RestAnswer } from '@perpstream/core';
import { Observable, type OperatorFunction, type SchedulerLike } from 'rxjs';
import { assertBackoffBounds, type BackoffBounds } from '../rest/backoff-delay';
import { type IndexerRest } from '../rest/indexer-rest';
import { AuditRun } from './audit-run';

/** Options of the book auditor. */
export type BookAuditorOptions = {
  readonly rest: Pick<IndexerRest, 'get'>;
  readonly scheduler: SchedulerLike;
  /** Random numbers in [0, 1), for the jitter of back-offs and the phase of the periods. */
  readonly random: () => number;
  readonly faults: FaultSink;
  /** Time from one audit of a book to the next, > 0. Default 60,000. Longer when the budget does not allow it. */
  readonly everyMs?: number;
  /** Time from a snapshot to its first audit, >= 0. Default 1,500. */
  readonly soonMs?: number;
  /** How many books are asked for per second at most, > 0. Default 5: the Indexer takes 10 questions of all kinds. */
  readonly requestsPerSecond?: number;
  /** Bounds of the wait after a failure. Default 1,000 to 60,000. */
  readonly retryBackoff?: BackoffBounds;
};

/**
 * Asks the REST interface for the book of every live book stream: soon after each snapshot, since the Indexer loses what
 * changes between reading a snapshot and subscribing, and then once per period, since levels can be stuck in a stream for
 * ever. The answers are inputs for the run log: `decodeInputs` makes `book-audit`s of them, which books are checked
 * against.
 *
 * Questions go out one at a time, evenly spread, the newest snapshots first; a stream that is not live is not asked for,
 * and an answer that is under way when its stream changes is dropped. After a failure all questions wait for the back-off,
 * each step of which is one `rest` fault; a book that the server refuses is left alone for a while by itself. A block of
 * this region or address is one `blocked` fault, and nothing is asked any more.
 * @throws RangeError when an option is outside its bounds
 * @example const audits$ = feed.events$.pipe(bookAuditor({ rest, scheduler: asyncScheduler, random: Math.random, faults }));
 * @see v4-chain `indexer/services/socks/src/lib/subscription.ts` for the order of snapshot and subscription
 */
export function bookAuditor(options: BookAuditorOptions): OperatorFunction<FeedEvent, RestAnswer> {
  const checked = checkedOptions(options);
  return (source$) =>
    new Observable((subscriber) => {
      const run = new AuditRun(checked, (answer) => subscriber.next(answer));
      subscriber.add(() => run.stop());
      return source$.subscribe({
        next: (event) => {
          const market = bookOf(event);
          if (market === undefined || event.kind !== 'stream') return;
          if (event.state.kind === 'live') run.live(market);
          else run.gone(market);
        },
        error: (error: unknown) => subscriber.error(error),
        complete: () => subscriber.complete(),
      });
    });
}

function bookOf(event: FeedEvent): MarketId | undefined {
  if (event.kind !== 'stream' || event.channel !== 'v4_orderbook' || event.id === undefined) return undefined;
  return marketId(event.id);
}

function checkedOptions(options: BookAuditorOptions): Required<BookAuditorOptions> {
  const checked = {
    everyMs: 60_000,
    soonMs: 1_500,
    requestsPerSecond: 5,
    retryBackoff: { initialMs: 1_000, maxMs: 60_000 },
    ...options,
  };
  const { everyMs, soonMs, requestsPerSecond } = checked;
  if (!(everyMs > 0)) throw new RangeError(`everyMs must be > 0, was ${everyMs}`);
  if (!(soonMs >= 0)) throw new RangeError(`soonMs must be >= 0, was ${soonMs}`);
  if (!(requestsPerSecond > 0)) throw new RangeError(`requestsPerSecond must be > 0, was ${requestsPerSecond}`);
  assertBackoffBounds(checked.retryBackoff, 'retryBackoff');
  return checked;
}
