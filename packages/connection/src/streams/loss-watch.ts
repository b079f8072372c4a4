import { type Subscription } from 'rxjs';
import { type Timers } from '../socket/timers';
import { describeRanges, MessageOrder, type Arrival } from '../state/message-order';

/** How often holes are looked at while there are any. */
const LOOK_EVERY_MS = 100;

/** What a loss watch does. */
export type LossWatchOptions = {
  readonly scheduler: Timers;
  /** A request without answer for so long explains no missing message. */
  readonly patienceMs: number;
  /** A loss is acted on after so long: what was only swapped on the way has come by then. */
  readonly lateMs: number;
  /** Messages that may be missing for so long are doubtful. */
  readonly doubtMs: number;
  /** Messages are lost for certain. Called once. */
  readonly onLost: (missing: string) => void;
  /** Messages may be missing since `sinceMs`, or, with undefined, none is any more. */
  readonly onDoubt: (doubt: Doubt | undefined) => void;
};

/** Messages that may be missing. */
export type Doubt = { readonly missing: string; readonly sinceMs: number };

/** Watches the message ids of one connection, and gives what is missing the time to come. */
export class LossWatch {
  readonly #order: MessageOrder;
  #timer: Subscription | undefined;
  #lostSinceMs: number | undefined;
  #isDoubtful = false;

  constructor(private readonly options: LossWatchOptions) {
    this.#order = new MessageOrder(options.patienceMs);
  }

  asked(key: string): void {
    this.#order.asked(key, this.options.scheduler.now());
  }

  answered(key: string): void {
    this.#order.answered(key);
  }

  /** A message came, and what it answers has been told. */
  heard(id: number): Arrival {
    return this.#order.heard(id, this.options.scheduler.now());
  }

  /** Draws the conclusions. Call it after a message has been handled. */
  look(): void {
    if (!this.#order.hasHoles && this.#timer === undefined) return;
    this.#timer ??= this.options.scheduler.schedule(() => {
      this.#timer = undefined;
      this.look();
    }, LOOK_EVERY_MS);
    this.#judge(this.options.scheduler.now());
  }

  stop(): void {
    this.#timer?.unsubscribe();
    this.#timer = undefined;
  }

  #judge(nowMs: number): void {
    const { lateMs, doubtMs, onLost } = this.options;
    const verdict = this.#order.verdict(nowMs);
    if (verdict.kind === 'complete') return this.#complete();
    const sinceMs = Math.min(...verdict.missing.map((range) => range.sinceMs));
    this.#lostSinceMs = verdict.kind === 'lost' ? (this.#lostSinceMs ?? nowMs) : undefined;
    if (this.#lostSinceMs !== undefined && nowMs - this.#lostSinceMs >= lateMs) {
      this.stop();
      onLost(describeRanges(verdict.missing));
    } else if (nowMs - sinceMs >= doubtMs) {
      this.#doubt({ missing: describeRanges(verdict.missing), sinceMs });
    }
  }

  #complete(): void {
    this.stop();
    this.#lostSinceMs = undefined;
    if (!this.#isDoubtful) return;
    this.#isDoubtful = false;
    this.options.onDoubt(undefined);
  }

  #doubt(doubt: Doubt): void {
    if (this.#isDoubtful) return;
    this.#isDoubtful = true;
    this.options.onDoubt(doubt);
  }
}
