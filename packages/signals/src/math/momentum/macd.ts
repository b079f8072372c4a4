import { Ema } from '../average/ema';
import { requirePeriod } from '../require-period';
import { SignalLine, type OscillatorOptions } from './signal-line';

/**
 * Moving average convergence/divergence: fast EMA minus slow EMA, the EMA of that (`signal`) and the difference
 * (`histogram`), all in the unit of the values. EMAs start at the first value, the signal at the first warm difference.
 * O(1) per update.
 *
 * @throws RangeError naming the option, its value and the bound
 * @example new Macd({ fastPeriod: 12, slowPeriod: 26, signalPeriod: 9 }).update(closeUsd)
 * @see Appel, "Technical Analysis: Power Tools for Active Investors" (2005)
 */
export class Macd {
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

  /** Undefined before the first `slowPeriod` values. */
  get value(): number | undefined {
    return this.#line.value;
  }

  /** Undefined before the first `slowPeriod` + `signalPeriod` - 1 values. */
  get signal(): number | undefined {
    return this.#line.signal;
  }

  /** Undefined as `signal`. */
  get histogram(): number | undefined {
    return this.#line.histogram;
  }

  /** @throws RangeError when the value is not finite */
  update(value: number): number | undefined {
    const fast = this.#fast.update(value);
    const slow = this.#slow.update(value);
    if (fast !== undefined && slow !== undefined) this.#line.update(fast - slow);
    return this.value;
  }
}
