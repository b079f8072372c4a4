import { requireFinite } from '../require-finite';
import { CompensatedSum } from '../window/compensated-sum';

/**
 * Volume-weighted average price since an anchor: the start of the day, a high, a liquidation. O(1) per update, no drift.
 *
 * @example new AnchoredVwap().update(typicalPriceUsd(bar), bar.volumeBase)
 */
export class AnchoredVwap {
  readonly #valueUsd = new CompensatedSum();
  readonly #volumeBase = new CompensatedSum();

  /** Undefined while no volume has come since the anchor. */
  get value(): number | undefined {
    const volumeBase = this.#volumeBase.value;
    return volumeBase > 0 ? this.#valueUsd.value / volumeBase : undefined;
  }

  /** @throws RangeError when price or volume is not finite */
  update(priceUsd: number, volumeBase: number): number | undefined {
    requireFinite('priceUsd', priceUsd);
    requireFinite('volumeBase', volumeBase);
    this.#valueUsd.add(priceUsd * volumeBase);
    this.#volumeBase.add(volumeBase);
    return this.value;
  }

  /** Starts over from here: the next update is the first one that counts. */
  anchor(): void {
    this.#valueUsd.reset();
    this.#volumeBase.reset();
  }
}
