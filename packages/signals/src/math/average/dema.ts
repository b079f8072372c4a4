import { Ema } from './ema';

/**
 * Double exponential moving average: 2 EMA - EMA of the EMA, which lags half as far behind. The second average starts at
 * the first value of the first one that is warm. O(1) per update.
 *
 * @throws RangeError when `period` is not an integer >= 1
 * @example new Dema(20).update(priceUsd)
 * @see Mulloy, "Smoothing Data with Faster Moving Averages" (1994)
 */
export class Dema {
  readonly #once: Ema;
  readonly #twice: Ema;

  constructor(readonly period: number) {
    this.#once = new Ema(period);
    this.#twice = new Ema(period);
  }

  /** Undefined before the first 2 x `period` - 1 values. */
  get value(): number | undefined {
    const once = this.#once.value;
    const twice = this.#twice.value;
    return once === undefined || twice === undefined ? undefined : 2 * once - twice;
  }

  /** @throws RangeError when the value is not finite */
  update(value: number): number | undefined {
    const once = this.#once.update(value);
    if (once !== undefined) this.#twice.update(once);
    return this.value;
  }
}
