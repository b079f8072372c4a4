import { keptShare } from '../math/half-life';

const HOUR_MS = 3_600_000;
const HOURS = 24;
/** Below this much of it an hour was not seen well enough to learn from. */
const ENOUGH_MS = HOUR_MS / 2;

/**
 * The usual rate at each hour of the day (UTC), learned day by day: when an hour is over, its rate enters the average of
 * its hour of the day, in which each day counts half as much as one a half life later. How well an hour is known rises
 * with the days from 0 toward 1.
 *
 * State: 48 numbers, whatever the number of days.
 */
export class DailyProfile {
  // Plain arrays: each typed one adds a quarter of a kilobyte to every market.
  readonly #weightedPerMs = new Array<number>(HOURS).fill(0);
  readonly #knownShares = new Array<number>(HOURS).fill(0);
  readonly #kept: number;
  /** The hour that is under way, counted from the epoch. */
  #hour = -1;
  #amount = 0;
  #coveredMs = 0;

  constructor(halfLifeDays: number) {
    this.#kept = keptShare(1, halfLifeDays);
  }

  /** `amount` came in the `stepMs` around this time. Time that goes backwards belongs to the hour under way. */
  add(amount: number, stepMs: number, atMs: number): void {
    const hour = Math.floor(atMs / HOUR_MS);
    if (hour > this.#hour) this.#begin(hour);
    this.#amount += amount;
    this.#coveredMs += stepMs;
  }

  /**
   * The norm of the hour under way: the usual rate of this hour of the day as far as it is known, `otherwisePerMs` for the
   * rest. The hour under way is no part of its own norm.
   */
  normPerMs(otherwisePerMs: number): number {
    const hour = this.#hour % HOURS;
    return (this.#weightedPerMs[hour] ?? 0) + (1 - (this.#knownShares[hour] ?? 0)) * otherwisePerMs;
  }

  #begin(hour: number): void {
    if (this.#coveredMs >= ENOUGH_MS) this.#learn(this.#hour % HOURS, this.#amount / this.#coveredMs);
    this.#hour = hour;
    this.#amount = 0;
    this.#coveredMs = 0;
  }

  #learn(hour: number, perMs: number): void {
    const added = 1 - this.#kept;
    this.#weightedPerMs[hour] = this.#kept * (this.#weightedPerMs[hour] ?? 0) + added * perMs;
    this.#knownShares[hour] = this.#kept * (this.#knownShares[hour] ?? 0) + added;
  }
}
