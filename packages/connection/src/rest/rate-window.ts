import { type RateLimit } from './rate-budget';

/** What a server said of its limit with an answer: `RateLimit-Limit`, `-Remaining`, `-Reset`, and `Retry-After` of a 429. */
export type RateStatement = {
  readonly limit?: number;
  readonly remaining?: number;
  /** By the clock of the server, milliseconds since the epoch. */
  readonly resetMs?: number;
  readonly retryAfterMs?: number;
};

/** No server is believed that asks to wait for longer. */
const LONGEST_PAUSE_MS = 60_000;

/**
 * How much may be asked of one group of paths at one server.
 *
 * The server counts requests in windows that begin with a request of its choice. So at most `share` of the points are
 * spent in *any* span of one window; and since a request is counted somewhere between its sending and its answer, its
 * point is free again one window after the answer. What other programs of the same address spend is learned from the
 * answers.
 */
export class RateWindow {
  #points: number;
  #inFlight = 0;
  /** When the answers of the last window came, in order. */
  readonly #answeredMs: number[] = [];
  #pausedUntilMs = -Infinity;
  #stated: { remaining: number; untilMs: number } | undefined;

  constructor(
    private readonly rateLimit: RateLimit,
    private readonly share: number,
  ) {
    this.#points = rateLimit.points;
  }

  /** When the next request may be sent: a time in the past means now, Infinity not before an answer came. */
  readyAtMs(nowMs: number): number {
    this.#forget(nowMs);
    return Math.max(this.#freeAtMs(nowMs), this.#pausedUntilMs, this.#statedAtMs(nowMs));
  }

  /** A request is sent now. */
  sent(): void {
    this.#inFlight += 1;
    if (this.#stated !== undefined) this.#stated.remaining -= 1;
  }

  /** A request was answered, or given up. */
  answered(nowMs: number, statement: RateStatement): void {
    this.#inFlight -= 1;
    this.#answeredMs.push(nowMs);
    const { limit, remaining, resetMs, retryAfterMs } = statement;
    if (limit !== undefined && limit >= 1) this.#points = limit;
    if (remaining !== undefined && resetMs !== undefined) this.#learn(nowMs, remaining, resetMs);
    if (retryAfterMs !== undefined) this.#pausedUntilMs = nowMs + Math.min(retryAfterMs, LONGEST_PAUSE_MS);
  }

  /** The part of the points that may be spent. */
  get #allowed(): number {
    return Math.max(1, Math.floor(this.#points * this.share));
  }

  #forget(nowMs: number): void {
    const firstKept = this.#answeredMs.findIndex((answeredMs) => answeredMs + this.rateLimit.windowMs > nowMs);
    this.#answeredMs.splice(0, firstKept === -1 ? this.#answeredMs.length : firstKept);
  }

  #freeAtMs(nowMs: number): number {
    const toBeFreed = this.#inFlight + this.#answeredMs.length - this.#allowed + 1;
    if (toBeFreed <= 0) return nowMs;
    const answeredMs = this.#answeredMs[toBeFreed - 1];
    return answeredMs === undefined ? Infinity : answeredMs + this.rateLimit.windowMs;
  }

  #statedAtMs(nowMs: number): number {
    if (this.#stated === undefined || nowMs >= this.#stated.untilMs) return nowMs;
    return this.#stated.remaining > this.#points - this.#allowed ? nowMs : this.#stated.untilMs;
  }

  /** Requests still under way may not be counted in `remaining` yet; of several answers the most careful one counts. */
  #learn(nowMs: number, remaining: number, resetMs: number): void {
    // The clock of the server may differ from ours: it cannot be further off than one window.
    const untilMs = Math.min(Math.max(resetMs, nowMs), nowMs + this.rateLimit.windowMs);
    const known = this.#stated !== undefined && nowMs < this.#stated.untilMs ? this.#stated.remaining : Infinity;
    this.#stated = { remaining: Math.min(known, remaining - this.#inFlight), untilMs };
  }
}
