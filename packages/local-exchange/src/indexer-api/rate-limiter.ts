import type { Clock } from '@perpstream/core';

/** What is left to a key after a use. */
export type RateLimit = { readonly isAllowed: boolean; readonly left: number; readonly resetInMs: number };

type Window = { readonly startMs: number; used: number };

/** Windows are looked through for old ones when there are this many. */
const SWEEP_AT = 10_000;

/** Allows `points` uses of a key within a window that begins with the first use, as the Indexer counts. */
export class RateLimiter {
  readonly #windows = new Map<string, Window>();

  constructor(
    private readonly points: number,
    private readonly windowMs: number,
    private readonly clock: Clock,
  ) {}

  /** Counts a use of the key; false when it is one too many. */
  allows(key: string): boolean {
    return this.use(key).isAllowed;
  }

  /** Counts a use of the key and says what is left. */
  use(key: string): RateLimit {
    const nowMs = this.clock.now();
    let window = this.#windows.get(key);
    if (window === undefined || nowMs - window.startMs >= this.windowMs) {
      if (this.#windows.size >= SWEEP_AT) this.#sweep(nowMs);
      this.#windows.set(key, (window = { startMs: nowMs, used: 0 }));
    }
    window.used += 1;
    return {
      isAllowed: window.used <= this.points,
      left: Math.max(0, this.points - window.used),
      resetInMs: window.startMs + this.windowMs - nowMs,
    };
  }

  #sweep(nowMs: number): void {
    for (const [key, { startMs }] of this.#windows) {
      if (nowMs - startMs >= this.windowMs) this.#windows.delete(key);
    }
  }
}
