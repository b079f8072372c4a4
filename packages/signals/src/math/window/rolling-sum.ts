import { requireFinite } from '../require-finite';
import { requirePeriod } from '../require-period';
import { CompensatedSum } from './compensated-sum';
import { Ring } from './ring';

/**
 * Sum of the last `period` values. Exactly 0 once all of them are 0, whatever came before. O(1) per update, no drift.
 *
 * @throws RangeError when `period` is not an integer >= 1
 * @example new RollingSum(20).update(volumeBase)
 */
export class RollingSum {
  readonly #ring: Ring;
  readonly #sum = new CompensatedSum();
  #nonZero = 0;

  constructor(readonly period: number) {
    requirePeriod('period', period);
    this.#ring = new Ring(period);
  }

  /** Undefined before the first `period` values. */
  get value(): number | undefined {
    return this.#ring.isFull ? this.#sum.value : undefined;
  }

  /** @throws RangeError when the value is not finite */
  update(value: number): number | undefined {
    requireFinite('value', value);
    const dropped = this.#ring.isFull ? this.#ring.oldest : 0;
    this.#ring.push(value);
    if (dropped !== 0) this.#change(-dropped, -1);
    if (value !== 0) this.#change(value, 1);
    if (this.#nonZero === 0) this.#sum.reset();
    return this.value;
  }

  #change(amount: number, nonZero: number): void {
    this.#sum.add(amount);
    this.#nonZero += nonZero;
  }
}
