import { EventScheduler, type Clock } from '@perpstream/core';

/** How often a clock that is slower than the timers of this computer is looked at again. */
const POLL_MS = 5;
/** Node cannot wait longer in one go. */
const MAX_TIMEOUT_MS = 2 ** 31 - 1;

/**
 * Timers on the clock of the exchange. What is due runs in order of time, before anything that happens later by that
 * clock: call `catchUp` before handling an event. Timers of the computer only see to it that this also happens when
 * there is no event.
 */
export class ExchangeTimers {
  readonly #scheduler: EventScheduler;
  readonly #waiting = new Set<NodeJS.Timeout>();
  #isRunning = false;

  constructor(private readonly clock: Clock) {
    this.#scheduler = new EventScheduler(clock.now());
  }

  /** The time of the action that runs, else that of the clock. */
  nowMs(): number {
    return this.#isRunning ? this.#scheduler.now() : this.clock.now();
  }

  /** Runs what is due by now. */
  catchUp(): void {
    if (this.#isRunning || this.#scheduler.pending === 0) return;
    this.#isRunning = true;
    try {
      this.#scheduler.advanceTo(this.clock.now());
    } finally {
      this.#isRunning = false;
    }
  }

  /** Does something after a delay; call what it returns to prevent it. */
  after(delayMs: number, work: () => void): () => void {
    this.#standAtNow();
    let timer: NodeJS.Timeout | undefined;
    const forget = (): void => {
      clearTimeout(timer);
      if (timer !== undefined) this.#waiting.delete(timer);
    };
    const action = this.#scheduler.schedule(() => {
      forget();
      action.unsubscribe();
      work();
    }, delayMs);
    const wait = (ms: number): void => {
      forget();
      timer = setTimeout(
        () => {
          this.catchUp();
          if (!action.closed) wait(POLL_MS);
        },
        Math.min(ms, MAX_TIMEOUT_MS),
      );
      this.#waiting.add(timer);
    };
    wait(delayMs);
    return () => {
      forget();
      action.unsubscribe();
    };
  }

  /** Frees every timer of the computer; nothing runs any more by itself. */
  stop(): void {
    for (const timer of this.#waiting) clearTimeout(timer);
    this.#waiting.clear();
  }

  /** A delay counts from now, or within an action from the time of that action. */
  #standAtNow(): void {
    if (this.#isRunning) return;
    if (this.#scheduler.pending > 0) this.catchUp();
    else this.#scheduler.advanceTo(this.clock.now());
  }
}
