import { requirePositive } from '../../engine/require-positive';
import { requireHighLowClose, type HighLowClose } from '../bar-prices';
import { Atr } from '../volatility/atr';

/** Options of `SuperTrend`. */
export type SuperTrendOptions = {
  /** Bars of the ATR; 10 by default. */
  readonly period?: number;
  /** Distance of the bands from the middle of the bar in ATRs, > 0; 3 by default. */
  readonly multiplier?: number;
};

/**
 * SuperTrend: a stop that follows the price at a distance of some ATRs, only ever closer, until a close breaks it; then
 * it changes sides. The first one counts as a downtrend unless the close is above the upper band. O(1) per update.
 *
 * @throws RangeError naming the option, its value and the bound
 * @example new SuperTrend({ period: 10, multiplier: 3 }).update(bar)
 */
export class SuperTrend {
  readonly #atr: Atr;
  readonly #multiplier: number;
  #upperUsd = Infinity;
  #lowerUsd = -Infinity;
  #lastCloseUsd = 0;
  #isUp = false;

  constructor({ period = 10, multiplier = 3 }: SuperTrendOptions = {}) {
    requirePositive({ multiplier });
    this.#atr = new Atr(period);
    this.#multiplier = multiplier;
  }

  /** The stop: the lower band in an uptrend, the upper one in a downtrend. Undefined before the first `period` bars. */
  get value(): number | undefined {
    if (this.#atr.value === undefined) return undefined;
    return this.#isUp ? this.#lowerUsd : this.#upperUsd;
  }

  /** Whether the trend is up. Undefined as `value`. */
  get isUp(): boolean | undefined {
    return this.#atr.value === undefined ? undefined : this.#isUp;
  }

  /** @throws RangeError when a price is not finite */
  update(bar: HighLowClose): number | undefined {
    requireHighLowClose(bar);
    const atrUsd = this.#atr.update(bar);
    if (atrUsd !== undefined) this.#follow(bar, this.#multiplier * atrUsd);
    this.#lastCloseUsd = bar.closeUsd;
    return this.value;
  }

  #follow({ highUsd, lowUsd, closeUsd }: HighLowClose, distanceUsd: number): void {
    const middleUsd = (highUsd + lowUsd) / 2;
    const upperUsd = middleUsd + distanceUsd;
    const lowerUsd = middleUsd - distanceUsd;
    // A band moves away from the price only after a close has broken it.
    if (upperUsd < this.#upperUsd || this.#lastCloseUsd > this.#upperUsd) this.#upperUsd = upperUsd;
    if (lowerUsd > this.#lowerUsd || this.#lastCloseUsd < this.#lowerUsd) this.#lowerUsd = lowerUsd;
    this.#isUp = this.#isUp ? closeUsd >= this.#lowerUsd : closeUsd > this.#upperUsd;
  }
}
