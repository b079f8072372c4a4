import { requireFinite } from '../require-finite';
import { Ring } from './ring';

/** Share of its peak under which a sum of squares is too much rounding error to be trusted. */
const TRUSTED_SHARE = 1e-4;

/**
 * Mean, squared deviations and trend of the last `period` values. O(1) per update: kept up value by value, and computed
 * anew from the window once per `period` updates and whenever a large value that left may have taken the digits of the
 * small ones with it. So errors are those of one window, however long it runs.
 *
 * @see Welford, "Note on a method for calculating corrected sums of squares and products" (1962)
 */
export class WindowMoments {
  readonly #ring: Ring;
  /** A value of the window: distances from it have all the digits that a small move on a high price needs. */
  #origin = 0;
  #meanFromOrigin = 0;
  #squares = 0;
  #ramp = 0;
  #peakSquares = 0;

  constructor(readonly period: number) {
    this.#ring = new Ring(period);
  }

  get isFull(): boolean {
    return this.#ring.isFull;
  }

  /** By age, 0 is the oldest. */
  at(index: number): number {
    return this.#ring.at(index);
  }

  get newest(): number {
    return this.#ring.newest;
  }

  /** All of these are 0 until the window is full. */
  get mean(): number {
    return this.#origin + this.#meanFromOrigin;
  }

  /** Sum of squared deviations from the mean; exactly 0 when all values are equal. */
  get squares(): number {
    return this.#squares;
  }

  /** Sum of the values, each times its distance in updates from the middle of the window. */
  get ramp(): number {
    return this.#ramp;
  }

  /** @throws RangeError when the value is not finite */
  push(value: number): void {
    requireFinite('value', value);
    const { isFull, oldest } = this.#ring;
    this.#ring.push(value);
    if (isFull) this.#slide(oldest, value);
    else if (this.#ring.isFull) this.#anchor();
  }

  #slide(dropped: number, value: number): void {
    const before = this.#meanFromOrigin;
    const mean = before + (value - dropped) / this.period;
    const fromDropped = dropped - this.#origin - before;
    const fromValue = value - this.#origin - before;
    // All others move one update down, which takes their sum, minus that of the dropped one, off the ramp.
    this.#ramp += ((this.period + 1) * fromDropped + (this.period - 1) * fromValue) / 2;
    this.#squares += (value - dropped) * (value - this.#origin - mean + fromDropped);
    this.#meanFromOrigin = mean;
    this.#peakSquares = Math.max(this.#peakSquares, this.#squares);
    const isWorn = this.#squares < TRUSTED_SHARE * this.#peakSquares;
    if (isWorn || this.#ring.nextSlot === 0) this.#anchor();
  }

  #anchor(): void {
    const { period } = this;
    this.#origin = this.#ring.oldest;
    let sum = 0;
    for (let index = 0; index < period; index += 1) sum += this.#ring.at(index) - this.#origin;
    this.#meanFromOrigin = sum / period;
    this.#squares = 0;
    this.#ramp = 0;
    for (let index = 0; index < period; index += 1) {
      const deviation = this.#ring.at(index) - this.#origin - this.#meanFromOrigin;
      this.#squares += deviation * deviation;
      this.#ramp += (index - (period - 1) / 2) * deviation;
    }
    this.#peakSquares = this.#squares;
  }
}
