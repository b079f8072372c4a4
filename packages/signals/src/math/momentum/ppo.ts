import { Ema } from '../average/ema';
import { requirePeriod } from '../require-period';
import { SignalLine, type OscillatorOptions } from './signal-line';

/**
 * Percentage price oscillator: the MACD in percent of the slow EMA, so that markets can be compared; of volumes it is
 * the PVO. O(1) per update.
 *
 * @throws RangeError naming the option, its value and the bound
 * @example new Ppo().update(closeUsd)
 */
export class Ppo {
  readonly #fast: Ema;
  readonly #slow: Ema;
  readonly #line: SignalLine;

  constructor({ fastPeriod = 12, slowPeriod = 26, signalPeriod = 9 }: OscillatorOptions = {}) {
    requirePeriod('fastPeriod', fastPeriod);
    requirePeriod('slowPeriod', slowPeriod, fastPeriod + 1);
    requirePeriod('signalPeriod', signalPeriod);
    this.#fast = new Ema(fastPeriod);
    this.#slow = new Ema(slowPeriod);
    this.#line = new SignalLine(signalPeriod);
  }

  /** Undefined before the first `slowPeriod` values. Stays as it is while the slow EMA is 0. */
  get value(): number | undefined {
    return this.#line.value;
  }

  /** EMA of the oscillator. Undefined before its first `signalPeriod` values. */
  get signal(): number | undefined {
    return this.#line.signal;
  }

  /** Oscillator minus signal. */
  get histogram(): number | undefined {
    return this.#line.histogram;
  }

  /** @throws RangeError when the value is not finite */
  update(value: number): number | undefined {
    const fast = this.#fast.update(value);
    const slow = this.#slow.update(value);
    if (fast !== undefined && slow !== undefined && slow !== 0) this.#line.update((100 * (fast - slow)) / slow);
    return this.value;
  }
}
