import { type FaultSink, type MarketId, type RestAnswer } from '@perpstream/core';
import { type SchedulerLike, type Subscription } from 'rxjs';
import { backoffDelayMs, type BackoffBounds } from '../rest/backoff-delay';
import { type IndexerRest } from '../rest/indexer-rest';
import { isBlocked, isRefused, restFault } from '../rest/rest-fault';
import { AuditPlan } from './audit-plan';

/** What a run of audits needs. */
export type AuditRunOptions = {
  /** What is audited, in the plural: `books`. */
  readonly what: string;
  /** What to ask for of one market. */
  readonly pathOf: (marketId: MarketId) => string;
  readonly rest: Pick<IndexerRest, 'get'>;
  readonly scheduler: SchedulerLike;
  readonly random: () => number;
  readonly faults: FaultSink;
  readonly everyMs: number;
  readonly soonMs: number;
  /** How long an answer waits before it is handed on. */
  readonly settleMs: number;
  readonly requestsPerSecond: number;
  readonly retryBackoff: BackoffBounds;
};

/** A server that is slow is not asked for more than this at once. */
const MOST_IN_FLIGHT = 4;

/** The audits of one subscription: its plan, its questions under way, and its back-off. */
export class AuditRun {
  readonly #plan: AuditPlan;
  readonly #inFlight = new Map<MarketId, AbortController>();
  readonly #settling = new Map<MarketId, Subscription>();
  #waking: Subscription | undefined;
  #nextSlotMs = -Infinity;
  #pausedUntilMs = -Infinity;
  #failures = 0;
  #isStopped = false;

  constructor(
    private readonly options: AuditRunOptions,
    private readonly emit: (answer: RestAnswer) => void,
  ) {
    this.#plan = new AuditPlan(options);
  }

  /** A snapshot of this market came. */
  live(marketId: MarketId): void {
    this.#drop(marketId);
    this.#plan.live(marketId, this.options.scheduler.now());
    this.#work();
  }

  /** The stream of this market is not live any more. */
  gone(marketId: MarketId): void {
    this.#drop(marketId);
    this.#plan.gone(marketId);
    this.#work();
  }

  /** Ends all questions under way, and asks no more. */
  stop(): void {
    this.#isStopped = true;
    this.#waking?.unsubscribe();
    for (const marketId of [...this.#inFlight.keys(), ...this.#settling.keys()]) this.#drop(marketId);
  }

  #drop(marketId: MarketId): void {
    this.#inFlight.get(marketId)?.abort();
    this.#inFlight.delete(marketId);
    this.#settling.get(marketId)?.unsubscribe();
    this.#settling.delete(marketId);
  }

  /** Asks what may be asked now, and comes back when there is more to do. */
  #work(): void {
    this.#waking?.unsubscribe();
    if (this.#isStopped || this.#inFlight.size >= MOST_IN_FLIGHT) return;
    const { scheduler, requestsPerSecond } = this.options;
    const nowMs = scheduler.now();
    if (nowMs >= Math.max(this.#nextSlotMs, this.#pausedUntilMs)) {
      const marketId = this.#plan.take(nowMs);
      if (marketId !== undefined) {
        this.#nextSlotMs = nowMs + 1_000 / requestsPerSecond;
        void this.#ask(marketId);
      }
    }
    const dueMs = this.#plan.nextDueMs();
    if (dueMs === undefined) return;
    const wakeMs = Math.max(dueMs, this.#nextSlotMs, this.#pausedUntilMs);
    this.#waking = scheduler.schedule(() => this.#work(), Math.max(0, wakeMs - nowMs));
  }

  async #ask(marketId: MarketId): Promise<void> {
    const leaving = new AbortController();
    const path = this.options.pathOf(marketId);
    this.#inFlight.set(marketId, leaving);
    try {
      const answer = await this.options.rest.get(path, { signal: leaving.signal });
      if (leaving.signal.aborted) return;
      this.#answered(marketId);
      this.#handOn(marketId, answer);
    } catch (error) {
      if (leaving.signal.aborted) return;
      this.#failed(marketId, path, error);
    }
    this.#work();
  }

  #answered(marketId: MarketId): void {
    this.#inFlight.delete(marketId);
    this.#failures = 0;
    this.#plan.done(marketId, this.options.scheduler.now());
  }

  #handOn(marketId: MarketId, answer: RestAnswer): void {
    const { scheduler, settleMs } = this.options;
    if (settleMs === 0) return this.emit(answer);
    const settled = scheduler.schedule(() => {
      this.#settling.delete(marketId);
      this.emit({ ...answer, receivedUs: answer.receivedUs + settleMs * 1_000 });
    }, settleMs);
    this.#settling.set(marketId, settled);
  }

  #failed(marketId: MarketId, path: string, error: unknown): void {
    const { what, scheduler, faults, random, retryBackoff } = this.options;
    const nowMs = scheduler.now();
    this.#inFlight.delete(marketId);
    if (isBlocked(error)) {
      this.stop();
      faults.report(restFault(path, error, scheduler, `${what} are not audited`));
    } else if (isRefused(error)) {
      const waitMs = this.#plan.refused(marketId, nowMs);
      faults.report(restFault(path, error, scheduler, `asked again in ${waitMs} ms`));
    } else {
      this.#plan.failed(marketId, nowMs);
      // What was under way together fails together: one step of the back-off, one report.
      if (nowMs < this.#pausedUntilMs) return;
      this.#failures += 1;
      const delayMs = backoffDelayMs(this.#failures, retryBackoff, random);
      this.#pausedUntilMs = nowMs + delayMs;
      faults.report(restFault(path, error, scheduler, `no ${what} are audited for ${delayMs} ms`));
    }
  }
}
