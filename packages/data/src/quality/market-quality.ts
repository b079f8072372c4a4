import type { SchedulerLike } from 'rxjs';
import {
  unixMs,
  type BookAudit,
  type DataQuality,
  type Doubt,
  type Gap,
  type MarketId,
  type QualityLevel,
  type Stamp,
} from '@perpstream/core';
import type { Due, DueTimer } from '../due-timer';
import type { Emit, MarketInput, MarketPart } from '../market-part';
import type { BookHealth } from '../order-book/book-health';
import { CrossRate } from './cross-rate';
import { liveQuality } from './live-quality';

/** The number is looked at ten times within `staleAfterMs`, within these bounds, for all markets at once. */
const LOOKS_PER_STALENESS = 10;
const SHORTEST_LOOK_MS = 1_000;
const LONGEST_LOOK_MS = 10_000;
/** A smaller change of the number is not worth an event. */
const TOLD_STEP = 0.05;

/** Where the judgement of one market comes from. */
export type QualitySources = {
  readonly scheduler: SchedulerLike;
  readonly staleAfterMs: number;
  readonly timer: DueTimer;
  /** The book of the market; it must have handled an input before this does. */
  readonly book: BookHealth;
};

/** Judges the data of one market and says so when the judgement changes. */
export class MarketQuality implements MarketPart, Due {
  readonly #crosses = new CrossRate();
  readonly #lookEveryMs: number;
  readonly #awaited = { book: true, trades: false };
  readonly #doubted = { book: false, trades: false };
  #dataMs = -Infinity;
  #dataCause = 0;
  #lookMs = Infinity;
  #level: QualityLevel | undefined;
  #toldQuality = 0;
  #toldAudit: BookHealth['lastAudit'];

  constructor(
    private readonly marketId: MarketId,
    private readonly sources: QualitySources,
    private readonly emit: Emit<DataQuality>,
  ) {
    const wantedMs = sources.staleAfterMs / LOOKS_PER_STALENESS;
    this.#lookEveryMs = Math.min(LONGEST_LOOK_MS, Math.max(SHORTEST_LOOK_MS, wantedMs));
  }

  get dueMs(): number {
    return Math.min(this.#dataMs + this.sources.staleAfterMs, this.#lookMs);
  }

  handle(event: MarketInput): void {
    if (event.kind === 'gap') this.#handleGap(event);
    else if (event.kind === 'doubt') this.#handleDoubt(event);
    else if (event.kind === 'book-audit') this.#handleAudit(event);
    else this.#handleData(event);
  }

  onDue(nowMs: number): void {
    // The cause is the newest data, since they are what has grown old; the time is that of the scheduler.
    const stamp = { receivedMs: unixMs(nowMs), cause: this.#dataCause };
    if (this.#dataMs + this.sources.staleAfterMs <= nowMs) {
      this.#become('stale', `no data for ${nowMs - this.#dataMs} ms`, stamp);
      return;
    }
    this.#watch();
    const quality = this.#quality();
    if (Math.abs(quality - this.#toldQuality) < TOLD_STEP) return;
    this.#tell(`quality was ${this.#toldQuality.toFixed(2)}`, stamp);
  }

  #handleGap(event: Gap): void {
    const { channel, reason } = event;
    if (channel !== 'book' && channel !== 'trades') return;
    this.#awaited[channel] = true;
    this.#doubted[channel] = false;
    this.#become('syncing', `${channel} interrupted: ${reason}`, event);
  }

  #handleDoubt(event: Doubt): void {
    const { channel, isOver, reason } = event;
    if (channel !== 'book' && channel !== 'trades') return;
    this.#doubted[channel] = !isOver;
    this.#judge(isOver ? `${channel} no longer in doubt` : `${channel} in doubt: ${reason}`, event);
  }

  /** An answer of the REST interface is no sign of life of the stream, so the market grows older all the same. */
  #handleAudit(event: BookAudit): void {
    if (this.#level === undefined) this.#judge('', event);
    const { lastAudit } = this.sources.book;
    if (lastAudit === undefined || lastAudit === this.#toldAudit) return;
    this.#tell(`audit found ${lastAudit.wrongLevels} of ${lastAudit.judgedLevels} levels wrong`, event);
  }

  #handleData(event: MarketInput): void {
    const nowMs = this.sources.scheduler.now();
    const silenceMs = nowMs - this.#dataMs;
    this.#dataMs = nowMs;
    this.#dataCause = event.cause;
    // Nothing that comes can make complete and fresh data better.
    if (this.#level === 'live') return;
    if (event.kind === 'book-snapshot') this.#awaited.book = false;
    if (event.kind === 'trades') this.#awaited.trades = false;
    this.#judge(
      this.#level === 'stale' ? `data again after ${silenceMs} ms` : 'book known, no channel interrupted',
      event,
    );
  }

  /** `reason` holds unless the market waits for something. A market that has fallen silent stays stale until data come. */
  #judge(reason: string, event: MarketInput): void {
    const { book, trades } = this.#awaited;
    if (book || trades) this.#become('syncing', `waiting for ${book ? 'a book snapshot' : 'trades'}`, event);
    else if (this.#level === 'stale' && event.kind === 'doubt') return;
    else this.#become(this.#doubted.book || this.#doubted.trades ? 'dirty' : 'live', reason, event);
  }

  #become(level: QualityLevel, reason: string, stamp: Stamp): void {
    if (level === this.#level) return;
    this.#level = level;
    if (level === 'live' || level === 'dirty') this.#watch();
    else this.sources.timer.unwatch(this);
    this.#tell(reason, stamp);
  }

  /** Silence is measured while data should come, the number while there is one. */
  #watch(): void {
    const nowMs = this.sources.scheduler.now();
    const everyMs = this.#lookEveryMs;
    this.#lookMs = this.#level === 'live' ? (Math.floor(nowMs / everyMs) + 1) * everyMs : Infinity;
    this.sources.timer.watch(this);
  }

  #quality(): number {
    if (this.#level !== 'live') return 0;
    const { scheduler, staleAfterMs, book } = this.sources;
    const { knownLevels, crossesRepaired, lastAudit } = book;
    const nowMs = scheduler.now();
    return liveQuality({
      ageMs: nowMs - this.#dataMs,
      staleAfterMs,
      knownLevels,
      crossesPerMinute: this.#crosses.perMinute(nowMs, crossesRepaired),
      audit: lastAudit && { ...lastAudit, ageMs: nowMs - lastAudit.receivedMs },
    });
  }

  #tell(reason: string, { receivedMs, cause }: Stamp): void {
    const { marketId } = this;
    const { crossesRepaired, knownLevels, lastAudit } = this.sources.book;
    this.#toldQuality = this.#quality();
    this.#toldAudit = lastAudit;
    this.emit({
      kind: 'quality',
      marketId,
      receivedMs,
      cause,
      level: this.#level!,
      quality: this.#toldQuality,
      crossesRepaired,
      knownLevels,
      ...(lastAudit === undefined ? {} : { lastAudit }),
      ageMs: this.sources.scheduler.now() - this.#dataMs,
      reason,
    });
  }
}
