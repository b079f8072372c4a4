import type { SchedulerLike, Subscription } from 'rxjs';

/** What goes stale when it is silent for too long. */
export interface Perishable {
  /** When its newest data came, in the time of the scheduler. */
  readonly dataMs: number;
  goStale(): void;
}

/**
 * One timer for all markets: it waits for the market that has been silent longest, and only while there is one to watch.
 * Data cost nothing here; a market that had data in the meantime is found alive when the timer looks at it.
 */
export class StaleTimer {
  readonly #watched = new Set<Perishable>();
  #timer: Subscription | undefined;

  /** @param lifetime what the timer belongs to: it ends with it */
  constructor(
    private readonly staleAfterMs: number,
    private readonly scheduler: SchedulerLike,
    private readonly lifetime: Subscription,
  ) {}

  /** Watches one whose data came just now. */
  watch(perishable: Perishable): void {
    this.#watched.add(perishable);
    if (this.#timer === undefined) this.#wait(this.staleAfterMs);
  }

  unwatch(perishable: Perishable): void {
    this.#watched.delete(perishable);
    if (this.#watched.size === 0) this.#stop();
  }

  #wait(delayMs: number): void {
    this.#timer = this.scheduler.schedule(() => this.#look(), delayMs);
    this.lifetime.add(this.#timer);
  }

  #stop(): void {
    this.#timer?.unsubscribe();
    this.#timer = undefined;
  }

  #look(): void {
    this.#stop();
    const nowMs = this.scheduler.now();
    let nextMs = Infinity;
    for (const perishable of this.#watched) {
      const staleMs = perishable.dataMs + this.staleAfterMs;
      if (staleMs > nowMs) nextMs = Math.min(nextMs, staleMs);
      else {
        this.#watched.delete(perishable);
        perishable.goStale();
      }
    }
    if (nextMs < Infinity) this.#wait(nextMs - nowMs);
  }
}
