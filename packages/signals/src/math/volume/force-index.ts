import { Ema } from '../average/ema';
import type { CloseVolume } from '../bar-prices';
import { requireFinite } from '../require-finite';

/**
 * Force index: EMA (starting at the first change) of change of the close times volume. O(1) per update.
 *
 * @throws RangeError when `period` is not an integer >= 1
 * @example new ForceIndex(13).update(bar)
 * @see Elder, "Trading for a Living" (1993)
 */
export class ForceIndex {
  readonly #force: Ema;
  #lastCloseUsd: number | undefined;

  constructor(readonly period = 13) {
    this.#force = new Ema(period);
  }

  /** In USD. Undefined before the first `period` + 1 bars. */
  get value(): number | undefined {
    return this.#force.value;
  }

  /** @throws RangeError when close or volume is not finite */
  update({ closeUsd, volumeBase }: CloseVolume): number | undefined {
    requireFinite('closeUsd', closeUsd);
    requireFinite('volumeBase', volumeBase);
    if (this.#lastCloseUsd !== undefined) this.#force.update((closeUsd - this.#lastCloseUsd) * volumeBase);
    this.#lastCloseUsd = closeUsd;
    return this.value;
  }
}
