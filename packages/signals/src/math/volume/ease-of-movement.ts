import { requirePositive } from '../../engine/require-positive';
import type { HighLowVolume } from '../bar-prices';
import { requireFinite } from '../require-finite';
import { RollingMean } from '../window/rolling-mean';

/**
 * Ease of movement (EMV): move of the middle of the bar times its range, per `scale` units of volume, averaged over
 * `period` bars. A bar without volume counts as 0: nothing was moved. O(1) per update, no drift.
 *
 * @throws RangeError when `period` is not an integer >= 1 or `scale` is not > 0
 * @example new EaseOfMovement(14, 1_000).update(bar)
 * @see Arms, "Volume Cycles in the Stock Market" (1983)
 */
export class EaseOfMovement {
  readonly #mean: RollingMean;
  #lastMiddleUsd: number | undefined;

  constructor(
    readonly period = 14,
    readonly scale = 100_000_000,
  ) {
    requirePositive({ scale });
    this.#mean = new RollingMean(period);
  }

  /** Undefined before the first `period` + 1 bars. */
  get value(): number | undefined {
    return this.#mean.value;
  }

  /** @throws RangeError when a price or the volume is not finite */
  update({ highUsd, lowUsd, volumeBase }: HighLowVolume): number | undefined {
    requireFinite('highUsd', highUsd);
    requireFinite('lowUsd', lowUsd);
    requireFinite('volumeBase', volumeBase);
    const middleUsd = (highUsd + lowUsd) / 2;
    if (this.#lastMiddleUsd !== undefined) {
      const moved = (middleUsd - this.#lastMiddleUsd) * (highUsd - lowUsd);
      this.#mean.update(volumeBase > 0 ? (moved * this.scale) / volumeBase : 0);
    }
    this.#lastMiddleUsd = middleUsd;
    return this.value;
  }
}
