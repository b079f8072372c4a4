/**
 * Keeps what happens and what is told of it apart: events leave in order, and only when the work that made them is done.
 * So whoever hears of one may change the feed at once, and all readers see the same order.
 */
export class EventQueue<T> {
  readonly #waiting: T[] = [];
  #isBusy = false;

  constructor(private readonly deliver: (event: T) => void) {}

  push(event: T): void {
    this.#waiting.push(event);
    if (!this.#isBusy) this.during(() => undefined);
  }

  /** Does a piece of work, then delivers what it and the deliveries themselves have pushed. */
  during(work: () => void): void {
    if (this.#isBusy) return work();
    this.#isBusy = true;
    try {
      work();
      for (let next = this.#waiting.shift(); next !== undefined; next = this.#waiting.shift()) this.deliver(next);
    } finally {
      this.#isBusy = false;
    }
  }
}
