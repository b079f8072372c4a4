import { Ema } from '../average/ema';
import type { HighLowCloseVolume } from '../bar-prices';
import { requirePeriod } from '../require-period';
import { AccumulationDistribution } from './accumulation-distribution';

/** Options of `ChaikinOscillator`. */
export type ChaikinOscillatorOptions = {
  /** 3 by default. */
  readonly fastPeriod?: number;
  /** > `fastPeriod`; 10 by default. */
  readonly slowPeriod?: number;
};

/**
 * Chaikin oscillator (ADOSC): fast minus slow EMA of the accumulation/distribution line, in base units. EMAs start at
 * the first value. O(1) per update.
 *
 * @throws RangeError naming the option, its value and the bound
 * @example new ChaikinOscillator().update(bar)
 */
export class ChaikinOscillator {
  readonly #line = new AccumulationDistribution();
  readonly #fast: Ema;
  readonly #slow: Ema;

  constructor({ fastPeriod = 3, slowPeriod = 10 }: ChaikinOscillatorOptions = {}) {
    requirePeriod('fastPeriod', fastPeriod);
    requirePeriod('slowPeriod', slowPeriod, fastPeriod + 1);
    this.#fast = new Ema(fastPeriod);
    this.#slow = new Ema(slowPeriod);
  }

  /** Undefined before the first `slowPeriod` bars. */
  get value(): number | undefined {
    const fast = this.#fast.value;
    const slow = this.#slow.value;
    return fast === undefined || slow === undefined ? undefined : fast - slow;
  }

  /** @throws RangeError when a price or the volume is not finite */
  update(bar: HighLowCloseVolume): number | undefined {
    const line = this.#line.update(bar);
    this.#fast.update(line);
    this.#slow.update(line);
    return this.value;
  }
}
