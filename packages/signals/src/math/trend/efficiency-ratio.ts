import { requireFinite } from '../require-finite';
import { requirePeriod } from '../require-period';
import { CompensatedSum } from '../window/compensated-sum';
import { Ring } from '../window/ring';

/**
 * Net move over the last `period` steps as a share of the way gone: 1 is a straight line, 0 ends where it began. A
 * value that did not move at all has 0. O(1) per update, no drift.
 *
 * @throws RangeError when `period` is not an integer >= 1
 * @example new EfficiencyRatio(10).update(priceUsd)
 * @see Kaufman, "Smarter Trading" (1995)
 */
export class EfficiencyRatio {
  readonly #values: Ring;
  readonly #way = new CompensatedSum();

  constructor(readonly period = 10) {
    requirePeriod('period', period);
    this.#values = new Ring(period + 1);
  }

  /** 0-1. Undefined before the first `period` + 1 values. */
  get value(): number | undefined {
    const { isFull, newest, oldest } = this.#values;
    if (!isFull) return undefined;
    const net = Math.abs(newest - oldest);
    // Rounding must not make a straight way longer than itself.
    return net > 0 ? net / Math.max(net, this.#way.value) : 0;
  }

  /** @throws RangeError when the value is not finite */
  update(value: number): number | undefined {
    requireFinite('value', value);
    const { isFull, length, newest } = this.#values;
    if (isFull) this.#way.add(-Math.abs(this.#values.at(1) - this.#values.at(0)));
    if (length > 0) this.#way.add(Math.abs(value - newest));
    this.#values.push(value);
    return this.value;
  }
}
