import type { SchedulerLike, Subscription } from 'rxjs';

type Waiting = { readonly work: () => void; readonly timeout: Subscription };

/**
 * Work that waits for the next block: handed in while one input is handled, announced right after that input, done at the
 * first block that comes later, or `timeoutMs` after its announcement when no block comes. In order of handing in.
 */
export class BlockQueue {
  readonly #scheduler: SchedulerLike;
  readonly #timeoutMs: number;
  readonly #announcements = new Set<Subscription>();
  #waiting: Waiting[] = [];

  constructor(scheduler: SchedulerLike, timeoutMs: number) {
    this.#scheduler = scheduler;
    this.#timeoutMs = timeoutMs;
  }

  add(announce: () => void, work: () => void): void {
    const announcement = this.#scheduler.schedule(() => {
      this.#announcements.delete(announcement);
      const waiting: Waiting = {
        work,
        timeout: this.#scheduler.schedule(() => this.#runAlone(waiting), this.#timeoutMs),
      };
      this.#waiting.push(waiting);
      announce();
    });
    this.#announcements.add(announcement);
  }

  /** A block: does everything that was announced before it. */
  run(): void {
    const due = this.#waiting;
    this.#waiting = [];
    for (const { work, timeout } of due) {
      timeout.unsubscribe();
      work();
    }
  }

  /** Forgets everything and leaves nothing scheduled. */
  clear(): void {
    for (const announcement of this.#announcements) announcement.unsubscribe();
    for (const { timeout } of this.#waiting) timeout.unsubscribe();
    this.#announcements.clear();
    this.#waiting = [];
  }

  #runAlone(waiting: Waiting): void {
    this.#waiting = this.#waiting.filter((other) => other !== waiting);
    waiting.work();
  }
}
