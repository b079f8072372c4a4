import { requireFinite } from '../require-finite';
import { requirePeriod } from '../require-period';
import { ExtremeDeque, isLarger, isSmaller } from './extreme-deque';
import { Ring } from './ring';

/**
 * Smallest and largest of the last `period` values, and where the newest one lies between them. O(1) per update,
 * amortised.
 *
 * @throws RangeError when `period` is not an integer >= 1
 * @example new RollingMinMax(20).update(priceUsd)
 * @see Lemire, "Streaming maximum-minimum filter using no more than three comparisons per element" (2006)
 */
export class RollingMinMax {
  readonly #ring: Ring;
  readonly #smallest: ExtremeDeque;
  readonly #largest: ExtremeDeque;

  constructor(readonly period: number) {
    requirePeriod('period', period);
    this.#ring = new Ring(period);
    this.#smallest = new ExtremeDeque(this.#ring, isSmaller);
    this.#largest = new ExtremeDeque(this.#ring, isLarger);
  }

  /** Undefined before the first `period` values. */
  get min(): number | undefined {
    return this.#ring.isFull ? this.#smallest.value : undefined;
  }

  get max(): number | undefined {
    return this.#ring.isFull ? this.#largest.value : undefined;
  }

  /** 0 when the newest value is the smallest, 1 when it is the largest, 0.5 when all values are equal. */
  get value(): number | undefined {
    if (!this.#ring.isFull) return undefined;
    const min = this.#smallest.value;
    const range = this.#largest.value - min;
    return range > 0 ? (this.#ring.newest - min) / range : 0.5;
  }

  /** @throws RangeError when the value is not finite */
  update(value: number): number | undefined {
    requireFinite('value', value);
    this.#smallest.willPush(value);
    this.#largest.willPush(value);
    this.#ring.push(value);
    return this.value;
  }
}
