import { Cells } from '../math/cells';
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
  readonly #kept: number;
  readonly #weightedPerMs: number;
  readonly #knownShares: number;
  /** The hour that is under way, counted from the epoch. */
  readonly #hour: number;
  readonly #amount: number;
  readonly #coveredMs: number;

  constructor(
    halfLifeDays: number,
    private readonly cells: Cells = new Cells(),
  ) {
    this.#kept = keptShare(1, halfLifeDays);
    this.#weightedPerMs = cells.reserve(HOURS);
    this.#knownShares = cells.reserve(HOURS);
    this.#hour = cells.reserve(1, -1);
    this.#amount = cells.reserve(1);
    this.#coveredMs = cells.reserve(1);
  }

  /** `amount` came in the `stepMs` around this time. Time that goes backwards belongs to the hour under way. */
  add(amount: number, stepMs: number, atMs: number): void {
    const hour = Math.floor(atMs / HOUR_MS);
    const { row } = this.cells;
    if (hour > row[this.#hour]!) this.#begin(hour);
    row[this.#amount] = row[this.#amount]! + amount;
    row[this.#coveredMs] = row[this.#coveredMs]! + stepMs;
  }

  /**
   * The norm of the hour under way: the usual rate of this hour of the day as far as it is known, `otherwisePerMs` for the
   * rest. The hour under way is no part of its own norm.
   */
  normPerMs(otherwisePerMs: number): number {
    const { row } = this.cells;
    const hour = row[this.#hour]! % HOURS;
    return row[this.#weightedPerMs + hour]! + (1 - row[this.#knownShares + hour]!) * otherwisePerMs;
  }

  #begin(hour: number): void {
    const { row } = this.cells;
    const coveredMs = row[this.#coveredMs]!;
    if (coveredMs >= ENOUGH_MS) this.#learn(row[this.#hour]! % HOURS, row[this.#amount]! / coveredMs);
    row[this.#hour] = hour;
    row[this.#amount] = 0;
    row[this.#coveredMs] = 0;
  }

  #learn(hour: number, perMs: number): void {
    const added = 1 - this.#kept;
    const { row } = this.cells;
    const weightedPerMs = this.#weightedPerMs + hour;
    const knownShare = this.#knownShares + hour;
    row[weightedPerMs] = this.#kept * row[weightedPerMs]! + added * perMs;
    row[knownShare] = this.#kept * row[knownShare]! + added;
  }
}
