import type { CloseVolume } from '../bar-prices';
import { requireFinite } from '../require-finite';
import { CompensatedSum } from '../window/compensated-sum';

/**
 * On-balance volume: volumes of rising bars minus volumes of falling ones, from 0 at the first bar on. Only its changes
 * mean anything. O(1) per update.
 *
 * @example new OnBalanceVolume().update(bar)
 * @see Granville, "Granville's New Key to Stock Market Profits" (1963)
 */
export class OnBalanceVolume {
  readonly #total = new CompensatedSum();
  #lastCloseUsd: number | undefined;

  /** In base units; 0 before the second bar. */
  get value(): number {
    return this.#total.value;
  }

  /** @throws RangeError when close or volume is not finite */
  update({ closeUsd, volumeBase }: CloseVolume): number {
    requireFinite('closeUsd', closeUsd);
    requireFinite('volumeBase', volumeBase);
    this.#total.add(volumeBase * Math.sign(closeUsd - (this.#lastCloseUsd ?? closeUsd)));
    this.#lastCloseUsd = closeUsd;
    return this.value;
  }
}
