import { requireFinite } from '../require-finite';
import { requirePeriod } from '../require-period';

/**
 * Where an average starts: at the `first` value, as most charts do it, or at the `mean` of the first `period` values,
 * which forgets the start sooner.
 */
export type EmaSeed = 'first' | 'mean';

/**
 * Exponential moving average over updates: 2 / (period + 1) of the way toward each new value. O(1) per update.
 *
 * @throws RangeError when `period` is not an integer >= 1 or there is no such seed
 * @example new Ema(12).update(priceUsd)
 */
export class Ema {
  readonly #share: number;
  #updates = 0;
  #mean = 0;

  constructor(
    readonly period: number,
    readonly seed: EmaSeed = 'first',
  ) {
    requirePeriod('period', period);
    if (seed !== 'first' && seed !== 'mean')
      throw new RangeError(`seed must be one of first, mean, was ${String(seed)}`);
    this.#share = 2 / (period + 1);
  }

  /** Undefined before the first `period` values, whatever the seed. */
  get value(): number | undefined {
    return this.#updates >= this.period ? this.#mean : undefined;
  }

  /** @throws RangeError when the value is not finite */
  update(value: number): number | undefined {
    requireFinite('value', value);
    this.#mean += (value - this.#mean) * this.#shareOfNext();
    if (this.#updates < this.period) this.#updates += 1;
    return this.value;
  }

  #shareOfNext(): number {
    if (this.#updates === 0) return 1;
    return this.seed === 'mean' && this.#updates < this.period ? 1 / (this.#updates + 1) : this.#share;
  }
}
