import { Ema } from '../average/ema';
import { requireFinite } from '../require-finite';

/** Options of `Tsi`. */
export type TsiOptions = {
  /** Period of the first average of the changes; 25 by default. */
  readonly longPeriod?: number;
  /** Period of the average of that average; 13 by default. */
  readonly shortPeriod?: number;
};

/**
 * True strength index: changes averaged twice, over their sizes averaged twice, -100 to 100; 0 until something
 * has moved; when a market stops it comes to rest, but not at 0, since both fade alike. EMAs that start as means. O(1) per update.
 *
 * @throws RangeError when a period is not an integer >= 1
 * @example new Tsi().update(closeUsd)
 * @see Blau, "Momentum, Direction, and Divergence" (1995)
 */
export class Tsi {
  readonly #change: TwiceAveraged;
  readonly #size: TwiceAveraged;
  #last: number | undefined;

  constructor({ longPeriod = 25, shortPeriod = 13 }: TsiOptions = {}) {
    this.#change = new TwiceAveraged(longPeriod, shortPeriod);
    this.#size = new TwiceAveraged(longPeriod, shortPeriod);
  }

  /** Undefined before the first `longPeriod` + `shortPeriod` values. */
  get value(): number | undefined {
    const change = this.#change.value;
    const size = this.#size.value;
    if (change === undefined || size === undefined) return undefined;
    return size > 0 ? (100 * change) / size : 0;
  }

  /** @throws RangeError when the value is not finite */
  update(value: number): number | undefined {
    requireFinite('value', value);
    if (this.#last !== undefined) {
      this.#change.update(value - this.#last);
      this.#size.update(Math.abs(value - this.#last));
    }
    this.#last = value;
    return this.value;
  }
}

class TwiceAveraged {
  readonly #once: Ema;
  readonly #twice: Ema;

  constructor(longPeriod: number, shortPeriod: number) {
    this.#once = new Ema(longPeriod, 'mean');
    this.#twice = new Ema(shortPeriod, 'mean');
  }

  get value(): number | undefined {
    return this.#twice.value;
  }

  update(value: number): void {
    const once = this.#once.update(value);
    if (once !== undefined) this.#twice.update(once);
  }
}
