import type { HighLow } from '../bar-prices';
import { requireFinite } from '../require-finite';
import { requirePeriod } from '../require-period';
import { ExtremeDeque, isLarger, isSmaller } from '../window/extreme-deque';
import { Ring } from '../window/ring';

/**
 * Donchian channel: highest high and lowest low of the last `period` bars, the newest one included. O(1) per update,
 * amortised; 18 bytes a bar.
 *
 * @throws RangeError when `period` is not an integer >= 1
 * @example new Donchian(20).update(bar)
 */
export class Donchian {
  readonly #highs: Ring;
  readonly #lows: Ring;
  readonly #highest: ExtremeDeque;
  readonly #lowest: ExtremeDeque;

  constructor(readonly period = 20) {
    requirePeriod('period', period);
    this.#highs = new Ring(period);
    this.#lows = new Ring(period);
    this.#highest = new ExtremeDeque(this.#highs, isLarger);
    this.#lowest = new ExtremeDeque(this.#lows, isSmaller);
  }

  /** Undefined before the first `period` bars, as all of these. */
  get upper(): number | undefined {
    return this.#highs.isFull ? this.#highest.value : undefined;
  }

  get lower(): number | undefined {
    return this.#lows.isFull ? this.#lowest.value : undefined;
  }

  /** The middle of the channel. */
  get value(): number | undefined {
    return this.#highs.isFull ? (this.#highest.value + this.#lowest.value) / 2 : undefined;
  }

  /** Where a price lies in the channel: 0 at its lower end, 1 at its upper end, 0.5 when it has no width. */
  position(priceUsd: number): number | undefined {
    if (!this.#highs.isFull) return undefined;
    const lowest = this.#lowest.value;
    const width = this.#highest.value - lowest;
    return width > 0 ? (priceUsd - lowest) / width : 0.5;
  }

  /** @throws RangeError when a price is not finite */
  update({ highUsd, lowUsd }: HighLow): number | undefined {
    requireFinite('highUsd', highUsd);
    requireFinite('lowUsd', lowUsd);
    this.#highest.willPush(highUsd);
    this.#lowest.willPush(lowUsd);
    this.#highs.push(highUsd);
    this.#lows.push(lowUsd);
    return this.value;
  }
}
