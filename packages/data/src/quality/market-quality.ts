import type { SchedulerLike } from 'rxjs';
import { unixMs, type DataQuality, type Gap, type MarketId, type QualityLevel, type UnixMs } from '@perpstream/core';
import type { Emit, MarketInput, MarketPart } from '../market-part';
import type { Perishable, StaleTimer } from './stale-timer';

/** Judges the data of one market and says so when the judgement changes. */
export class MarketQuality implements MarketPart, Perishable {
  dataMs: number = -Infinity;
  #dataCause = 0;
  #level: QualityLevel | undefined;
  #awaitsBook = true;
  #awaitsTrades = false;

  constructor(
    private readonly marketId: MarketId,
    private readonly scheduler: SchedulerLike,
    private readonly timer: StaleTimer,
    private readonly emit: Emit<DataQuality>,
  ) {}

  handle(event: MarketInput): void {
    if (event.kind === 'gap') this.#handleGap(event);
    else this.#handleData(event);
  }

  /** The cause is the newest data, since they are what has grown old; the time is that of the scheduler. */
  goStale(): void {
    const receivedMs = unixMs(this.scheduler.now());
    this.#become('stale', `no data for ${receivedMs - this.dataMs} ms`, receivedMs, this.#dataCause);
  }

  #handleGap({ channel, reason, receivedMs, cause }: Gap): void {
    if (channel !== 'book' && channel !== 'trades') return;
    if (channel === 'book') this.#awaitsBook = true;
    else this.#awaitsTrades = true;
    this.timer.unwatch(this);
    this.#become('syncing', `${channel} interrupted: ${reason}`, receivedMs, cause);
  }

  #handleData({ kind, receivedMs, cause }: MarketInput): void {
    const nowMs = this.scheduler.now();
    const silenceMs = nowMs - this.dataMs;
    this.dataMs = nowMs;
    this.#dataCause = cause;
    if (kind === 'book-snapshot') this.#awaitsBook = false;
    if (kind === 'trades') this.#awaitsTrades = false;
    if (this.#awaitsBook || this.#awaitsTrades) {
      this.#become('syncing', `waiting for ${this.#awaitsBook ? 'a book snapshot' : 'trades'}`, receivedMs, cause);
    } else if (this.#level !== 'live') {
      this.timer.watch(this);
      const reason =
        this.#level === 'stale' ? `data again after ${silenceMs} ms` : 'book known, no channel interrupted';
      this.#become('live', reason, receivedMs, cause);
    }
  }

  #become(level: QualityLevel, reason: string, receivedMs: UnixMs, cause: number): void {
    if (level === this.#level) return;
    this.#level = level;
    const ageMs = this.scheduler.now() - this.dataMs;
    const quality = level === 'live' ? 1 : 0;
    const { marketId } = this;
    const book = { crossesRepaired: 0, knownLevels: 0 };
    this.emit({ kind: 'quality', marketId, receivedMs, cause, level, quality, ...book, ageMs, reason });
  }
}
