import { type Subscription } from 'rxjs';
import { type Timers } from './timers';

/** How long gaps between data frames are remembered, at least; at most twice as long. */
const MEMORY_MS = 30_000;
/** With fewer data frames nothing is known of a connection's rhythm. */
const FRAMES_TO_JUDGE = 20;
/**
 * A busy connection never paused for this part of the silence. Frames that come at random, 0.6 a second, as
 * thin streams may, would be taken for mute once an hour with a half, and not once in 2,000 hours with a quarter.
 */
const LONGEST_PAUSE = 0.25;

/** What a mute watch does. */
export type MuteWatchOptions = {
  readonly scheduler: Timers;
  readonly silenceMs: number;
  /** Called once. */
  readonly onMute: (silentMs: number) => void;
};

/**
 * Finds a server that still answers pings and delivers nothing: a connection whose data came at least every quarter
 * of `silenceMs` through the last minute, and then stayed away for all of it. A quiet connection is left alone, for its
 * silence says nothing.
 */
export class MuteWatch {
  #lastMs: number;
  #frames = 0;
  #longestMs = 0;
  #longestBeforeMs = 0;
  #turnedMs: number;
  #timer: Subscription | undefined;

  constructor(private readonly options: MuteWatchOptions) {
    this.#lastMs = this.#turnedMs = options.scheduler.now();
  }

  /** A data frame came. */
  heard(): void {
    const { scheduler, silenceMs } = this.options;
    const nowMs = scheduler.now();
    if (nowMs - this.#turnedMs >= MEMORY_MS) {
      this.#longestBeforeMs = this.#longestMs;
      this.#longestMs = 0;
      this.#turnedMs = nowMs;
    }
    this.#frames += 1;
    if (this.#frames > 1) this.#longestMs = Math.max(this.#longestMs, nowMs - this.#lastMs);
    this.#lastMs = nowMs;
    this.#timer ??= scheduler.schedule(() => this.#check(), silenceMs);
  }

  stop(): void {
    this.#timer?.unsubscribe();
  }

  #check(): void {
    const { scheduler, silenceMs, onMute } = this.options;
    const silentMs = scheduler.now() - this.#lastMs;
    this.#timer = undefined;
    if (silentMs < silenceMs) this.#timer = scheduler.schedule(() => this.#check(), silenceMs - silentMs);
    else if (this.#isBusy) onMute(silentMs);
  }

  get #isBusy(): boolean {
    const longestMs = Math.max(this.#longestMs, this.#longestBeforeMs);
    return this.#frames >= FRAMES_TO_JUDGE && longestMs <= this.options.silenceMs * LONGEST_PAUSE;
  }
}
