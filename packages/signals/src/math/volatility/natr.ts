import type { HighLowClose } from '../bar-prices';
import { Atr } from './atr';

/**
 * Average true range in percent of the close, so that markets can be compared. O(1) per update.
 *
 * @throws RangeError when `period` is not an integer >= 1
 * @example new Natr(14).update(bar)
 */
export class Natr {
  readonly #atr: Atr;
  #closeUsd = 0;

  constructor(readonly period = 14) {
    this.#atr = new Atr(period);
  }

  /** Percent, >= 0. Undefined before the first `period` bars, and where the close is 0. */
  get value(): number | undefined {
    const atrUsd = this.#atr.value;
    return atrUsd === undefined || this.#closeUsd === 0 ? undefined : (100 * atrUsd) / this.#closeUsd;
  }

  /** @throws RangeError when a price is not finite */
  update(bar: HighLowClose): number | undefined {
    this.#atr.update(bar);
    this.#closeUsd = bar.closeUsd;
    return this.value;
  }
}
