import { requirePositive } from '../../engine/require-positive';
import { requirePeriod } from '../require-period';
import { WindowMoments } from '../window/window-moments';

/** Options of `Bollinger`. */
export type BollingerOptions = {
  /** 20 by default. */
  readonly period?: number;
  /** Distance of the bands in standard deviations, > 0; 2 by default. */
  readonly multiplier?: number;
};

/**
 * Bollinger bands: mean of the last `period` values and, some standard deviations (divided by `period`) away, a band on
 * either side. O(1) per update, no drift.
 *
 * @throws RangeError naming the option, its value and the bound
 * @example new Bollinger({ period: 20, multiplier: 2 }).update(closeUsd)
 * @see Bollinger, "Bollinger on Bollinger Bands" (2001)
 */
export class Bollinger {
  readonly #moments: WindowMoments;
  readonly #multiplier: number;

  constructor({ period = 20, multiplier = 2 }: BollingerOptions = {}) {
    requirePeriod('period', period, 2);
    requirePositive({ multiplier });
    this.#moments = new WindowMoments(period);
    this.#multiplier = multiplier;
  }

  /** The middle. Undefined before the first `period` values, as all of these. */
  get value(): number | undefined {
    return this.#moments.isFull ? this.#moments.mean : undefined;
  }

  get upper(): number | undefined {
    return this.#moments.isFull ? this.#moments.mean + this.#reach : undefined;
  }

  get lower(): number | undefined {
    return this.#moments.isFull ? this.#moments.mean - this.#reach : undefined;
  }

  /** %B: where the newest value lies, 0 at the lower band, 1 at the upper one; 0.5 when they meet. */
  get percentB(): number | undefined {
    const { isFull, newest, mean } = this.#moments;
    if (!isFull) return undefined;
    return this.#reach > 0 ? 0.5 + (newest - mean) / (2 * this.#reach) : 0.5;
  }

  /** Distance of the bands in percent of the middle. Undefined where the middle is 0, too. */
  get width(): number | undefined {
    const { isFull, mean } = this.#moments;
    return isFull && mean !== 0 ? (200 * this.#reach) / mean : undefined;
  }

  /** @throws RangeError when the value is not finite */
  update(value: number): number | undefined {
    this.#moments.push(value);
    return this.value;
  }

  get #reach(): number {
    return this.#multiplier * Math.sqrt(this.#moments.squares / this.#moments.period);
  }
}
