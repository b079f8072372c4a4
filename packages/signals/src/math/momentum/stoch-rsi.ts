import { RollingMinMax } from '../window/rolling-min-max';
import { Rsi } from './rsi';

/** A range of RSI points below which it is rounding, not movement: a market that stopped keeps its RSI up to that. */
const LEAST_RANGE = 1e-9;

/**
 * Where the RSI lies between its lowest and its highest of the last `period` values, 0-1; 0.5 while it does not vary.
 * Not smoothed: averages of it are up to the caller. O(1) per update, amortised.
 *
 * @throws RangeError when `period` or `rsiPeriod` is not an integer >= 1
 * @example new StochRsi(14).update(closeUsd)
 * @see Chande and Kroll, "The New Technical Trader" (1994)
 */
export class StochRsi {
  readonly #rsi: Rsi;
  readonly #range: RollingMinMax;

  constructor(
    readonly period = 14,
    readonly rsiPeriod: number = period,
  ) {
    this.#rsi = new Rsi(rsiPeriod);
    this.#range = new RollingMinMax(period);
  }

  /** Undefined before the first `rsiPeriod` + `period` values. */
  get value(): number | undefined {
    const { min, max, value } = this.#range;
    if (min === undefined || max === undefined) return undefined;
    return max - min > LEAST_RANGE ? value : 0.5;
  }

  /** @throws RangeError when the value is not finite */
  update(value: number): number | undefined {
    const rsi = this.#rsi.update(value);
    if (rsi !== undefined) this.#range.update(rsi);
    return this.value;
  }
}
