import { marketId, type FaultSink, type FeedEvent, type MarketId, type RestAnswer } from '@perpstream/core';
import { Observable, type OperatorFunction, type SchedulerLike } from 'rxjs';
import { assertBackoffBounds, type BackoffBounds } from '../rest/backoff-delay';
import { type IndexerRest } from '../rest/indexer-rest';
import { AuditRun, type AuditRunOptions } from './audit-run';

/** How markets are audited. */
export type MarketAuditorOptions = {
  readonly rest: Pick<IndexerRest, 'get'>;
  readonly scheduler: SchedulerLike;
  /** Random numbers in [0, 1), for the jitter of back-offs and the phase of the periods. */
  readonly random: () => number;
  readonly faults: FaultSink;
  /** Time from one audit of a market to the next, > 0. Longer when the budget does not allow it. */
  readonly everyMs?: number;
  /** Time from a snapshot to its first audit, >= 0. */
  readonly soonMs?: number;
  /**
   * An answer is handed on so long after it came, with that receive time, >= 0: what it holds of the last moments is
   * then known from the batched stream too.
   */
  readonly settleMs?: number;
  /** How many markets are asked for per second at most, > 0. */
  readonly requestsPerSecond?: number;
  /** Bounds of the wait after a failure. Default 1,000 to 60,000. */
  readonly retryBackoff?: BackoffBounds;
};

/** What is asked for of a market, and whose stream says when. */
export type AuditSubject = Pick<AuditRunOptions, 'what' | 'pathOf'> & {
  readonly channel: string;
  readonly defaults: Required<Pick<MarketAuditorOptions, 'everyMs' | 'soonMs' | 'settleMs' | 'requestsPerSecond'>>;
};

/** Asks REST about every market whose stream of a channel is live: soon after each snapshot, then once per period. */
export function auditMarkets(
  { channel, defaults, ...subject }: AuditSubject,
  options: MarketAuditorOptions,
): OperatorFunction<FeedEvent, RestAnswer> {
  const checked = { ...checkedOptions({ ...defaults, ...options }), ...subject };
  return (source$) =>
    new Observable((subscriber) => {
      const run = new AuditRun(checked, (answer) => subscriber.next(answer));
      subscriber.add(() => run.stop());
      return source$.subscribe({
        next: (event) => {
          const market = marketOf(event, channel);
          if (market === undefined || event.kind !== 'stream') return;
          if (event.state.kind === 'live') run.live(market);
          else run.gone(market);
        },
        error: (error: unknown) => subscriber.error(error),
        complete: () => subscriber.complete(),
      });
    });
}

function marketOf(event: FeedEvent, channel: string): MarketId | undefined {
  if (event.kind !== 'stream' || event.channel !== channel || event.id === undefined) return undefined;
  return marketId(event.id);
}

function checkedOptions(options: MarketAuditorOptions & AuditSubject['defaults']): Required<MarketAuditorOptions> {
  const checked = { retryBackoff: { initialMs: 1_000, maxMs: 60_000 }, ...options };
  const { everyMs, soonMs, settleMs, requestsPerSecond } = checked;
  if (!(everyMs > 0)) throw new RangeError(`everyMs must be > 0, was ${everyMs}`);
  if (!(soonMs >= 0)) throw new RangeError(`soonMs must be >= 0, was ${soonMs}`);
  if (!(settleMs >= 0)) throw new RangeError(`settleMs must be >= 0, was ${settleMs}`);
  if (!(requestsPerSecond > 0)) throw new RangeError(`requestsPerSecond must be > 0, was ${requestsPerSecond}`);
  assertBackoffBounds(checked.retryBackoff, 'retryBackoff');
  return checked;
}
