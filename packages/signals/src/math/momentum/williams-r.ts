import { requireHighLowClose, type HighLowClose } from '../bar-prices';
import { Donchian } from '../volatility/donchian';

/**
 * Williams %R: how far the close lies below the highest high, from -100 (at the lowest low) to 0. -50 in a range without
 * width. O(1) per update, amortised.
 *
 * @throws RangeError when `period` is not an integer >= 1
 * @example new WilliamsR(14).update(bar)
 */
export class WilliamsR {
  readonly #channel: Donchian;
  #position: number | undefined;

  constructor(readonly period = 14) {
    this.#channel = new Donchian(period);
  }

  /** Undefined before the first `period` bars. */
  get value(): number | undefined {
    return this.#position === undefined ? undefined : 100 * this.#position - 100;
  }

  /** @throws RangeError when a price is not finite */
  update(bar: HighLowClose): number | undefined {
    requireHighLowClose(bar);
    this.#channel.update(bar);
    this.#position = this.#channel.position(bar.closeUsd);
    return this.value;
  }
}
