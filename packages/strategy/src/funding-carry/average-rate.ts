const HOUR_MS = 3_600_000;

/**
 * Average of a rate that is stated now and then, over time: what holds now weighs 1, what held `halfLifeMs` ago a half. A
 * rate holds until the next is stated, at most for an hour, which is how long a prediction is for.
 */
export class AverageRate {
  #sum = 0;
  #weight = 0;
  #rate = NaN;
  #sinceMs = NaN;
  #coveredMs = 0;

  constructor(private readonly halfLifeMs: number) {}

  /** The time that the average rests on, in ms. */
  get coveredMs(): number {
    return this.#coveredMs;
  }

  /** The latest statement; NaN before the first. */
  get latest(): number {
    return this.#rate;
  }

  /** NaN before the second statement. */
  get average(): number {
    return this.#sum / this.#weight;
  }

  add(rate: number, nowMs: number): void {
    const elapsedMs = Math.max(0, nowMs - this.#sinceMs);
    if (elapsedMs > 0) this.#count(elapsedMs);
    this.#rate = rate;
    this.#sinceMs = nowMs;
  }

  /** Counts the rate so far as having held for the first hour of the time that passed. */
  #count(elapsedMs: number): void {
    const heldMs = Math.min(elapsedMs, HOUR_MS);
    const idle = 0.5 ** ((elapsedMs - heldMs) / this.halfLifeMs);
    const kept = 0.5 ** (heldMs / this.halfLifeMs);
    this.#sum = idle * (kept * this.#sum + (1 - kept) * this.#rate);
    this.#weight = idle * (kept * this.#weight + (1 - kept));
    this.#coveredMs += heldMs;
  }
}
