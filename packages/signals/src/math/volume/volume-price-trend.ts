import type { CloseVolume } from '../bar-prices';
import { requireFinite } from '../require-finite';
import { CompensatedSum } from '../window/compensated-sum';

/**
 * Volume price trend: sum of volume times relative change of the close, from 0 at the first bar on. Only its changes
 * mean anything. O(1) per update.
 *
 * @example new VolumePriceTrend().update(bar)
 */
export class VolumePriceTrend {
  readonly #total = new CompensatedSum();
  #lastCloseUsd: number | undefined;

  /** In base units; 0 before the second bar. */
  get value(): number {
    return this.#total.value;
  }

  /** A change from a close of 0 counts as none. @throws RangeError when close or volume is not finite */
  update({ closeUsd, volumeBase }: CloseVolume): number {
    requireFinite('closeUsd', closeUsd);
    requireFinite('volumeBase', volumeBase);
    const lastCloseUsd = this.#lastCloseUsd ?? closeUsd;
    if (lastCloseUsd !== 0) this.#total.add((volumeBase * (closeUsd - lastCloseUsd)) / lastCloseUsd);
    this.#lastCloseUsd = closeUsd;
    return this.value;
  }
}
