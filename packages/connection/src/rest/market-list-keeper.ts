import { type FaultSink, type RestAnswer } from '@perpstream/core';
import {
  catchError,
  concat,
  defer,
  EMPTY,
  ignoreElements,
  repeat,
  tap,
  timer,
  type Observable,
  type SchedulerLike,
} from 'rxjs';
import { askUntilAnswered } from './ask-until-answered';
import { assertBackoffBounds, type BackoffBounds } from './backoff-delay';
import { type IndexerRest } from './indexer-rest';
import { readMarketList } from './market-answers';
import { isBlocked, restFault } from './rest-fault';

/** Options of the keeper of the market list. */
export type MarketListKeeperOptions = {
  readonly rest: Pick<IndexerRest, 'get'>;
  readonly scheduler: SchedulerLike;
  /** Random numbers in [0, 1), for the jitter of the back-off. */
  readonly random: () => number;
  readonly faults: FaultSink;
  /** Time from one list to the next, > 0. Default 300,000. */
  readonly everyMs?: number;
  /** Bounds of the wait after a failure. Default 1,000 to 300,000. */
  readonly retryBackoff?: BackoffBounds;
  /** A list that is there already: the first question then waits until it is `everyMs` old. */
  readonly latest?: RestAnswer;
};

const PATH = '/perpetualMarkets';

/**
 * Asks for the list of markets again and again: new markets, changed rules and markets that are listed no more come out of
 * the difference between two lists (`decodeInputs` does that).
 *
 * Emits every list that can be read and names at least one market. While none comes, the latest one stays good: each step
 * of the back-off is one `rest` fault that states its age. A block of this region or address is one `blocked` fault and
 * completes the stream; otherwise it never ends.
 * @throws RangeError when an option is outside its bounds
 * @example marketListKeeper({ rest, scheduler: asyncScheduler, random: Math.random, faults, latest: listing })
 */
export function marketListKeeper(options: MarketListKeeperOptions): Observable<RestAnswer> {
  const { rest, scheduler, random, faults, everyMs = 300_000 } = options;
  const { retryBackoff: backoff = { initialMs: 1_000, maxMs: 300_000 } } = options;
  if (!(everyMs > 0)) throw new RangeError(`everyMs must be > 0, was ${everyMs}`);
  assertBackoffBounds(backoff, 'retryBackoff');
  return defer(() => {
    let latest = options.latest;
    const ageMs = (): number => (latest === undefined ? Infinity : scheduler.now() - latest.receivedUs / 1_000);
    const meanwhile = (): string =>
      latest === undefined ? ', no list is known' : `, the list known is ${Math.round(ageMs() / 1_000)} s old`;
    const list$ = askUntilAnswered({
      rest,
      path: PATH,
      scheduler,
      random,
      faults,
      backoff,
      check: assertList,
      meanwhile,
    });
    const rest$ = list$.pipe(
      tap((answer) => (latest = answer)),
      repeat({ delay: () => timer(everyMs, scheduler) }),
    );
    const first$ = timer(Math.max(0, everyMs - ageMs()), scheduler).pipe(ignoreElements());
    return concat(first$, rest$).pipe(
      catchError((error: unknown) => {
        if (!isBlocked(error)) faults.report(restFault(PATH, error, scheduler, 'not asked again: check the address'));
        return EMPTY;
      }),
    );
  });
}

/** An empty list would mean that every market is gone, which no exchange ever meant. */
function assertList({ body }: RestAnswer): void {
  if (readMarketList(JSON.parse(body)).length === 0) throw new Error('the list of markets is empty');
}
