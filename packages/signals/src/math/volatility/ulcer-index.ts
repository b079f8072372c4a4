import { requireFinite } from '../require-finite';
import { requirePeriod } from '../require-period';
import { ExtremeDeque, isLarger } from '../window/extreme-deque';
import { Ring } from '../window/ring';
import { RollingMean } from '../window/rolling-mean';

/**
 * Ulcer index: root mean square, over the last `period` values, of how many percent each lay below the highest of its
 * own last `period` values (of those there were, at the start). 0 for a market that only rises. O(1) per update,
 * amortised, no drift; 17 bytes a value.
 *
 * @throws RangeError when `period` is not an integer >= 1
 * @example new UlcerIndex(14).update(closeUsd)
 * @see Martin and McCann, "The Investor's Guide to Fidelity Funds" (1989)
 */
export class UlcerIndex {
  readonly #values: Ring;
  readonly #highest: ExtremeDeque;
  readonly #squares: RollingMean;

  constructor(readonly period = 14) {
    requirePeriod('period', period);
    this.#values = new Ring(period);
    this.#highest = new ExtremeDeque(this.#values, isLarger);
    this.#squares = new RollingMean(period);
  }

  /** Percent, >= 0. Undefined before the first `period` values. */
  get value(): number | undefined {
    const square = this.#squares.value;
    return square === undefined ? undefined : Math.sqrt(Math.max(0, square));
  }

  /** @throws RangeError when the value is not a finite number > 0 */
  update(value: number): number | undefined {
    requireFinite('value', value);
    if (value <= 0) throw new RangeError(`value must be > 0, was ${value}`);
    this.#highest.willPush(value);
    this.#values.push(value);
    this.#squares.update((100 * (1 - value / this.#highest.value)) ** 2);
    return this.value;
  }
}
