import { type FaultSink, type RestAnswer } from '@perpstream/core';
import { defer, map, retry, timer, type Observable, type SchedulerLike } from 'rxjs';
import { askRest } from './ask-rest';
import { backoffDelayMs, type BackoffBounds } from './backoff-delay';
import { type IndexerRest } from './indexer-rest';
import { isBlocked, isRefused, restFault } from './rest-fault';

/** How to ask until there is an answer. */
export type AskUntilAnsweredOptions = {
  readonly rest: Pick<IndexerRest, 'get'>;
  readonly path: string;
  readonly scheduler: SchedulerLike;
  readonly random: () => number;
  readonly faults: FaultSink;
  readonly backoff: BackoffBounds;
  /** Throws when an answer is of no use; it is asked for again. */
  readonly check?: (answer: RestAnswer) => void;
  /** Added to the message of a fault: what is done meanwhile. */
  readonly meanwhile?: () => string;
};

/**
 * Asks for a path until the answer comes, with a back-off after each failure and one fault for each step of it. Errors when
 * asking again is of no use: the question is refused (not reported: what it means is for the caller to know), or the
 * Indexer blocks this region or address (reported once).
 */
export function askUntilAnswered(options: AskUntilAnsweredOptions): Observable<RestAnswer> {
  const { rest, path, scheduler, random, faults, backoff, check, meanwhile = () => '' } = options;
  const ask$ = defer(() => askRest(rest, path)).pipe(
    map((answer) => {
      check?.(answer);
      return answer;
    }),
  );
  return ask$.pipe(
    retry({
      delay: (error: unknown, failures) => {
        if (isRefused(error)) throw error;
        if (isBlocked(error)) {
          faults.report(restFault(path, error, scheduler, 'not asked again'));
          throw error;
        }
        const delayMs = backoffDelayMs(failures, backoff, random);
        faults.report(restFault(path, error, scheduler, `asked again in ${delayMs} ms${meanwhile()}`));
        return timer(delayMs, scheduler);
      },
    }),
  );
}
