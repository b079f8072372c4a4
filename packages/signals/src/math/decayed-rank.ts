import { Cells } from './cells';
import { keptShare } from './half-life';
import { DecayedDistribution } from './decayed-distribution';
import { requireFinite } from './require-finite';
import { requireHalfLife } from './require-half-life';

/**
 * How a value ranks against its own history over fading time: share of the time in which it was smaller, plus half of
 * that in which it was equal, times 100. The way to make a 0-100 score of a quantity whose scale differs by market: 50
 * is as usual, 90 is what a tenth of the time exceeds, and the ends are reached only by values never seen lately. Exact
 * while the history has at most 32 different values, then to about 2 points, in a fixed 600 bytes. A value counts for
 * as long as it was in force, so repeating it changes nothing. Any rising function of the values ranks the same, up to
 * that error. O(32) per update.
 *
 * Warm when the caller says so: after half a half life the history is that of this time alone.
 * @throws RangeError when `halfLifeMs` is not a finite number > 0
 * @example rank.update(volatility, stepMs) ?? 50
 */
export class DecayedRank {
  readonly #history: DecayedDistribution;
  readonly #inForce: number;

  constructor(
    readonly halfLifeMs: number,
    private readonly cells: Cells = new Cells(),
  ) {
    requireHalfLife(halfLifeMs);
    this.#history = new DecayedDistribution(cells);
    this.#inForce = cells.reserve(1);
  }

  /** Rank of the value in force, 0-100. Undefined while no time has passed since the first one. */
  get value(): number | undefined {
    return this.rankOf(this.cells.row[this.#inForce]!);
  }

  /** Rank of any value, which is not taken in, 0-100. */
  rankOf(value: number): number | undefined {
    return this.#history.isEmpty ? undefined : 100 * this.#history.shareBelow(value);
  }

  /**
   * The value so far was in force for `stepMs` (>= 0) more; from now on it is `value`, whose rank is returned. The first
   * step has to be 0.
   * @throws RangeError when the value is not finite
   */
  update(value: number, stepMs: number): number | undefined {
    requireFinite('value', value);
    const kept = keptShare(stepMs, this.halfLifeMs);
    const { row } = this.cells;
    if (kept < 1) this.#history.add(row[this.#inForce]!, 1 - kept, kept);
    row[this.#inForce] = value;
    return this.value;
  }
}
