import type { SchedulerLike, Subscription } from 'rxjs';

/** What waits for a moment. */
export interface Due {
  /** The moment, in the time of the scheduler; it may move later while it is watched, never earlier. */
  readonly dueMs: number;
  /** Called once the moment has come; it is watched no longer. */
  onDue(nowMs: number): void;
}

/**
 * One timer for everything that waits, of all markets: it waits for the earliest moment, and only while there is one. A
 * moment that moves later costs nothing: it is found not due when the timer looks at it.
 */
export class DueTimer {
  readonly #watched = new Set<Due>();
  #timer: Subscription | undefined;
  #timerMs = Infinity;
  #isLooking = false;

  /** @param lifetime what the timer belongs to: it ends with it */
  constructor(
    private readonly scheduler: SchedulerLike,
    private readonly lifetime: Subscription,
  ) {}

  watch(due: Due): void {
    this.#watched.add(due);
    if (due.dueMs < this.#timerMs && !this.#isLooking) this.#waitUntil(due.dueMs);
  }

  unwatch(due: Due): void {
    this.#watched.delete(due);
    if (this.#watched.size === 0) this.#stop();
  }

  #waitUntil(timeMs: number): void {
    this.#stop();
    this.#timerMs = timeMs;
    this.#timer = this.scheduler.schedule(() => this.#look(), timeMs - this.scheduler.now());
    this.lifetime.add(this.#timer);
  }

  #stop(): void {
    this.#timer?.unsubscribe();
    this.#timer = undefined;
    this.#timerMs = Infinity;
  }

  #look(): void {
    this.#stop();
    this.#isLooking = true;
    const nowMs = this.scheduler.now();
    let nextMs = Infinity;
    // What is watched anew meanwhile is visited too: a set goes on with what is added to it.
    for (const due of this.#watched) {
      if (due.dueMs <= nowMs) {
        this.#watched.delete(due);
        due.onDue(nowMs);
      } else nextMs = Math.min(nextMs, due.dueMs);
    }
    this.#isLooking = false;
    if (nextMs < Infinity) this.#waitUntil(nextMs);
  }
}
