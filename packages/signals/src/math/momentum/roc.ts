import { requireFinite } from '../require-finite';
import { requirePeriod } from '../require-period';
import { Ring } from '../window/ring';

/**
 * Rate of change: percent by which the newest value differs from the one `period` updates before. O(1) per update.
 *
 * @throws RangeError when `period` is not an integer >= 1
 * @example new Roc(12).update(closeUsd)
 */
export class Roc {
  readonly #values: Ring;

  constructor(readonly period = 12) {
    requirePeriod('period', period);
    this.#values = new Ring(period + 1);
  }

  /** Undefined before the first `period` + 1 values, and where the older of the two is 0. */
  get value(): number | undefined {
    const { isFull, newest, oldest } = this.#values;
    return isFull && oldest !== 0 ? 100 * (newest / oldest - 1) : undefined;
  }

  /** @throws RangeError when the value is not finite */
  update(value: number): number | undefined {
    requireFinite('value', value);
    this.#values.push(value);
    return this.value;
  }
}
