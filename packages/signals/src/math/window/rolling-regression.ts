import { requirePeriod } from '../require-period';
import { WindowMoments } from './window-moments';

/**
 * The straight line through the last `period` values by least squares, with time counted in updates. O(1) per update,
 * no drift.
 *
 * @throws RangeError when `period` is not an integer >= 2
 * @example new RollingRegression(60).update(Math.log(priceUsd))
 */
export class RollingRegression {
  readonly #moments: WindowMoments;
  /** Sum of squared distances of the updates from the middle of the window. */
  readonly #timeSquares: number;

  constructor(readonly period: number) {
    requirePeriod('period', period, 2);
    this.#moments = new WindowMoments(period);
    this.#timeSquares = (period * (period * period - 1)) / 12;
  }

  /** Slope of the line per update. Undefined before the first `period` values. */
  get value(): number | undefined {
    return this.#moments.isFull ? this.#moments.ramp / this.#timeSquares : undefined;
  }

  /** Where the line stands at the newest value. */
  get fitted(): number | undefined {
    const slope = this.value;
    return slope === undefined ? undefined : this.#moments.mean + (slope * (this.period - 1)) / 2;
  }

  /** Share of the variance that the line explains, 0-1; 0 when all values are equal. */
  get rSquared(): number | undefined {
    const { isFull, squares, ramp } = this.#moments;
    if (!isFull) return undefined;
    return squares > 0 ? Math.min(1, (ramp * ramp) / (this.#timeSquares * squares)) : 0;
  }

  /** @throws RangeError when the value is not finite */
  update(value: number): number | undefined {
    this.#moments.push(value);
    return this.value;
  }
}
