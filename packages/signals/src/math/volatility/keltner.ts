import { requirePositive } from '../../engine/require-positive';
import { Ema } from '../average/ema';
import { requireHighLowClose, type HighLowClose } from '../bar-prices';
import { Atr } from './atr';

/** Options of `Keltner`. */
export type KeltnerOptions = {
  /** Period of the EMA in the middle; 20 by default. */
  readonly period?: number;
  /** Period of the ATR; 10 by default. */
  readonly atrPeriod?: number;
  /** Distance of the bands in ATRs, > 0; 2 by default. */
  readonly multiplier?: number;
};

/**
 * Keltner channel: EMA of the close (starting at the first one) and, some average true ranges away, a band on either
 * side. O(1) per update.
 *
 * @throws RangeError naming the option, its value and the bound
 * @example new Keltner().update(bar)
 */
export class Keltner {
  readonly #middle: Ema;
  readonly #atr: Atr;
  readonly #multiplier: number;

  constructor({ period = 20, atrPeriod = 10, multiplier = 2 }: KeltnerOptions = {}) {
    requirePositive({ multiplier });
    this.#middle = new Ema(period);
    this.#atr = new Atr(atrPeriod);
    this.#multiplier = multiplier;
  }

  /** The middle. Undefined before the first `period` or `atrPeriod` bars, whichever are more, as all of these. */
  get value(): number | undefined {
    return this.#atr.value === undefined ? undefined : this.#middle.value;
  }

  get upper(): number | undefined {
    return this.#band(this.#multiplier);
  }

  get lower(): number | undefined {
    return this.#band(-this.#multiplier);
  }

  /** @throws RangeError when a price is not finite */
  update(bar: HighLowClose): number | undefined {
    requireHighLowClose(bar);
    this.#atr.update(bar);
    this.#middle.update(bar.closeUsd);
    return this.value;
  }

  #band(ranges: number): number | undefined {
    const middleUsd = this.#middle.value;
    const atrUsd = this.#atr.value;
    return middleUsd === undefined || atrUsd === undefined ? undefined : middleUsd + ranges * atrUsd;
  }
}
