import { type SchedulerLike, type Subscription } from 'rxjs';
import { type RateStatement, type RateWindow } from './rate-window';

type Waiter = { readonly start: () => void };

/** Lets requests of one rate window pass in the order in which they asked, each as soon as the window allows it. */
export class RequestQueue {
  #waiters: Waiter[] = [];
  #waking: Subscription | undefined;

  constructor(
    private readonly window: RateWindow,
    private readonly scheduler: SchedulerLike,
  ) {}

  /** How many callers wait. */
  get waiting(): number {
    return this.#waiters.length;
  }

  /**
   * Resolves with true when the caller may send its request now, which then counts as sent; with false when its signal
   * ended the wait. A caller that tries again goes to the head.
   */
  enter(isRetry: boolean, signal?: AbortSignal): Promise<boolean> {
    return new Promise((resolve) => {
      if (signal?.aborted === true) return resolve(false);
      const leave = (): void => {
        this.#waiters = this.#waiters.filter((other) => other !== waiter);
        resolve(false);
        this.#admit();
      };
      const start = (): void => {
        signal?.removeEventListener('abort', leave);
        resolve(true);
      };
      const waiter: Waiter = { start };
      if (isRetry) this.#waiters.unshift(waiter);
      else this.#waiters.push(waiter);
      signal?.addEventListener('abort', leave, { once: true });
      this.#admit();
    });
  }

  /** A request that was let through was answered or given up. */
  answered(statement: RateStatement): void {
    this.window.answered(this.scheduler.now(), statement);
    this.#admit();
  }

  #admit(): void {
    this.#waking?.unsubscribe();
    this.#waking = undefined;
    for (let first = this.#waiters[0]; first !== undefined; first = this.#waiters[0]) {
      const nowMs = this.scheduler.now();
      const readyAtMs = this.window.readyAtMs(nowMs);
      if (readyAtMs > nowMs) {
        if (readyAtMs < Infinity) this.#waking = this.scheduler.schedule(() => this.#admit(), readyAtMs - nowMs);
        return;
      }
      this.#waiters.shift();
      this.window.sent();
      first.start();
    }
  }
}
