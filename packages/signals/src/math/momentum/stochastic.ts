import { requireHighLowClose, type HighLowClose } from '../bar-prices';
import { Donchian } from '../volatility/donchian';
import { RollingMean } from '../window/rolling-mean';

/** Options of `Stochastic`. */
export type StochasticOptions = {
  /** Bars whose highs and lows are the scale; 14 by default. */
  readonly period?: number;
  /** Bars over which %K is averaged, 1 for the fast stochastic; 3 by default. */
  readonly slowing?: number;
  /** Values of %K over which %D is averaged; 3 by default. */
  readonly signalPeriod?: number;
};

/**
 * Stochastic oscillator: where the close lies between lowest low and highest high, 0-100, averaged (%K), and the average
 * of that (`signal`, %D). Simple means. A close in a range without width is 50. O(1) per update, amortised.
 *
 * @throws RangeError naming the option, its value and the bound
 * @example new Stochastic({ period: 14, slowing: 3, signalPeriod: 3 }).update(bar)
 */
export class Stochastic {
  readonly #channel: Donchian;
  readonly #smoothed: RollingMean;
  readonly #signal: RollingMean;

  constructor({ period = 14, slowing = 3, signalPeriod = 3 }: StochasticOptions = {}) {
    this.#channel = new Donchian(period);
    this.#smoothed = new RollingMean(slowing);
    this.#signal = new RollingMean(signalPeriod);
  }

  /** %K. Undefined before the first `period` + `slowing` - 1 bars. */
  get value(): number | undefined {
    return this.#smoothed.value;
  }

  /** %D. Undefined before the first `period` + `slowing` + `signalPeriod` - 2 bars. */
  get signal(): number | undefined {
    return this.#signal.value;
  }

  /** @throws RangeError when a price is not finite */
  update(bar: HighLowClose): number | undefined {
    requireHighLowClose(bar);
    this.#channel.update(bar);
    const position = this.#channel.position(bar.closeUsd);
    const smoothed = position === undefined ? undefined : this.#smoothed.update(100 * position);
    if (smoothed !== undefined) this.#signal.update(smoothed);
    return this.value;
  }
}
