import { Ema } from './ema';

/**
 * Triple exponential moving average: 3 EMA - 3 EMA of the EMA + EMA of that, with next to no lag behind a straight line.
 * Each average starts at the first warm value of the one before. O(1) per update.
 *
 * @throws RangeError when `period` is not an integer >= 1
 * @example new Tema(20).update(priceUsd)
 * @see Mulloy, "Smoothing Data with Faster Moving Averages" (1994)
 */
export class Tema {
  readonly #once: Ema;
  readonly #twice: Ema;
  readonly #thrice: Ema;

  constructor(readonly period: number) {
    this.#once = new Ema(period);
    this.#twice = new Ema(period);
    this.#thrice = new Ema(period);
  }

  /** Undefined before the first 3 x `period` - 2 values. */
  get value(): number | undefined {
    const once = this.#once.value;
    const twice = this.#twice.value;
    const thrice = this.#thrice.value;
    if (once === undefined || twice === undefined || thrice === undefined) return undefined;
    return 3 * (once - twice) + thrice;
  }

  /** @throws RangeError when the value is not finite */
  update(value: number): number | undefined {
    const once = this.#once.update(value);
    const twice = once === undefined ? undefined : this.#twice.update(once);
    if (twice !== undefined) this.#thrice.update(twice);
    return this.value;
  }
}
