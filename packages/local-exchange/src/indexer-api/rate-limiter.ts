import type { Clock } from '@perpstream/core';

/** Allows `points` uses of a key within any window of `windowMs`. */
export class RateLimiter {
  readonly #uses = new Map<string, number[]>();

  constructor(
    private readonly points: number,
    private readonly windowMs: number,
    private readonly clock: Clock,
  ) {}

  /** Counts a use of the key; false when it is one too many. */
  allows(key: string): boolean {
    const nowMs = this.clock.now();
    const recent = (this.#uses.get(key) ?? []).filter((usedMs) => nowMs - usedMs < this.windowMs);
    recent.push(nowMs);
    this.#uses.set(key, recent);
    return recent.length <= this.points;
  }
}
