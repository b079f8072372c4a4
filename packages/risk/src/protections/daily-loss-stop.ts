import type { RiskLimits } from '../limits/risk-limits';

const DAY_MS = 86_400_000;

/**
 * Stops new exposure for the rest of the UTC day once the day's loss reaches its bound, even if the loss is made good.
 *
 * A day starts with the latest equity of the day before, or with the first equity that is known.
 */
export class DailyLossStop {
  #day = -Infinity;
  #startEquityUsd: number | undefined;
  #equityUsd: number | undefined;
  #isTripped = false;

  constructor(
    private readonly limits: Pick<RiskLimits, 'maxDailyLossUsd' | 'maxDailyLossFraction'>,
    startEquityUsd: number | undefined,
  ) {
    this.#startEquityUsd = startEquityUsd;
  }

  get isTripped(): boolean {
    return this.#isTripped;
  }

  /** Equity now minus equity at the start of the day; 0 while equity is not known. */
  get dayPnlUsd(): number {
    return this.#equityUsd === undefined ? 0 : this.#equityUsd - (this.#startEquityUsd ?? this.#equityUsd);
  }

  /** The smaller of both bounds, in USD. A fraction of no equity is no bound: without equity nothing new is let in anyway. */
  get boundUsd(): number {
    const start = this.#startEquityUsd ?? 0;
    const fractionUsd = start > 0 ? start * this.limits.maxDailyLossFraction : Infinity;
    return Math.min(this.limits.maxDailyLossUsd, fractionUsd);
  }

  /** Lets time pass. Late events do not bring a day back. */
  advance(nowMs: number): void {
    const day = Math.floor(nowMs / DAY_MS);
    if (!(day > this.#day)) return;
    const isFirst = this.#day === -Infinity;
    this.#day = day;
    if (isFirst) return;
    this.#startEquityUsd = this.#equityUsd;
    this.#isTripped = false;
  }

  /** Takes note of the equity after an event. */
  observe(equityUsd: number): void {
    if (!Number.isFinite(equityUsd)) return;
    this.#equityUsd = equityUsd;
    this.#startEquityUsd ??= equityUsd;
    if (-this.dayPnlUsd >= this.boundUsd) this.#isTripped = true;
  }
}
