import { requireFinite } from '../require-finite';
import { requirePeriod } from '../require-period';
import { Ring } from './ring';

/** As for `WindowMoments`: sums below this share of their peak are computed anew. */
const TRUSTED_SHARE = 1e-4;

/**
 * Covariance, correlation and beta of the last `period` pairs. O(1) per update, no drift.
 *
 * @throws RangeError when `period` is not an integer >= 2
 * @example new RollingCorrelation(60).update(btcReturn, ethReturn)
 */
export class RollingCorrelation {
  readonly #xs: Ring;
  readonly #ys: Ring;
  /** As for `WindowMoments`: means are kept as distances from a pair of the window. */
  #originX = 0;
  #originY = 0;
  #meanX = 0;
  #meanY = 0;
  #squaresX = 0;
  #squaresY = 0;
  #products = 0;
  #peakX = 0;
  #peakY = 0;

  constructor(readonly period: number) {
    requirePeriod('period', period, 2);
    this.#xs = new Ring(period);
    this.#ys = new Ring(period);
  }

  /** Correlation in [-1, 1]. Undefined before the first `period` pairs and while `x` or `y` does not vary. */
  get value(): number | undefined {
    if (!this.#xs.isFull || !(this.#squaresX > 0 && this.#squaresY > 0)) return undefined;
    // Two roots: the product of two small sums of squares may be 0.
    const correlation = this.#products / (Math.sqrt(this.#squaresX) * Math.sqrt(this.#squaresY));
    return Math.max(-1, Math.min(1, correlation));
  }

  /** How much `y` changes with 1 of `x`, by least squares. Undefined while `x` does not vary. */
  get beta(): number | undefined {
    return this.#xs.isFull && this.#squaresX > 0 ? this.#products / this.#squaresX : undefined;
  }

  /** Unbiased: divided by `period - 1`. */
  get covariance(): number | undefined {
    return this.#xs.isFull ? this.#products / (this.period - 1) : undefined;
  }

  /** Where the least-squares line y = alpha + beta x meets x = 0. Undefined while `x` does not vary. */
  get alpha(): number | undefined {
    const { beta } = this;
    if (beta === undefined) return undefined;
    return this.#originY + this.#meanY - beta * (this.#originX + this.#meanX);
  }

  /** @throws RangeError when one of the two is not finite */
  update(x: number, y: number): number | undefined {
    requireFinite('x', x);
    requireFinite('y', y);
    const { isFull, oldest: droppedX } = this.#xs;
    const droppedY = this.#ys.oldest;
    this.#xs.push(x);
    this.#ys.push(y);
    if (isFull) this.#slide(x - this.#originX, y - this.#originY, droppedX - this.#originX, droppedY - this.#originY);
    else if (this.#xs.isFull) this.#anchor();
    return this.value;
  }

  /** All four as distances from the origin. */
  #slide(x: number, y: number, droppedX: number, droppedY: number): void {
    const meanX = this.#meanX + (x - droppedX) / this.period;
    const meanY = this.#meanY + (y - droppedY) / this.period;
    this.#products += (x - meanX) * (y - this.#meanY) - (droppedX - meanX) * (droppedY - this.#meanY);
    this.#squaresX += (x - droppedX) * (x - meanX + droppedX - this.#meanX);
    this.#squaresY += (y - droppedY) * (y - meanY + droppedY - this.#meanY);
    this.#meanX = meanX;
    this.#meanY = meanY;
    this.#peakX = Math.max(this.#peakX, this.#squaresX);
    this.#peakY = Math.max(this.#peakY, this.#squaresY);
    const isWorn = this.#squaresX < TRUSTED_SHARE * this.#peakX || this.#squaresY < TRUSTED_SHARE * this.#peakY;
    if (isWorn || this.#xs.nextSlot === 0) this.#anchor();
  }

  #anchor(): void {
    this.#originX = this.#xs.oldest;
    this.#originY = this.#ys.oldest;
    this.#meanX = meanFrom(this.#originX, this.#xs);
    this.#meanY = meanFrom(this.#originY, this.#ys);
    this.#squaresX = this.#squaresY = this.#products = 0;
    for (let index = 0; index < this.period; index += 1) {
      const fromX = this.#xs.at(index) - this.#originX - this.#meanX;
      const fromY = this.#ys.at(index) - this.#originY - this.#meanY;
      this.#squaresX += fromX * fromX;
      this.#squaresY += fromY * fromY;
      this.#products += fromX * fromY;
    }
    this.#peakX = this.#squaresX;
    this.#peakY = this.#squaresY;
  }
}

/** Exactly 0 when all values equal the origin. */
function meanFrom(origin: number, ring: Ring): number {
  let sum = 0;
  for (let index = 0; index < ring.length; index += 1) sum += ring.at(index) - origin;
  return sum / ring.length;
}
