import { requireFinite } from '../require-finite';
import { RollingSum } from '../window/rolling-sum';

/**
 * Volume-weighted average price of the last `period` updates. O(1) per update, no drift; 16 bytes an update.
 *
 * @throws RangeError when `period` is not an integer >= 1
 * @example new RollingVwap(60).update(typicalPriceUsd(bar), bar.volumeBase)
 */
export class RollingVwap {
  readonly #valueUsd: RollingSum;
  readonly #volumeBase: RollingSum;

  constructor(readonly period: number) {
    this.#valueUsd = new RollingSum(period);
    this.#volumeBase = new RollingSum(period);
  }

  /** Undefined before the first `period` updates and while there is no volume among them. */
  get value(): number | undefined {
    const valueUsd = this.#valueUsd.value;
    const volumeBase = this.#volumeBase.value;
    return valueUsd !== undefined && volumeBase !== undefined && volumeBase > 0 ? valueUsd / volumeBase : undefined;
  }

  /** @throws RangeError when price or volume is not finite */
  update(priceUsd: number, volumeBase: number): number | undefined {
    requireFinite('priceUsd', priceUsd);
    requireFinite('volumeBase', volumeBase);
    this.#valueUsd.update(priceUsd * volumeBase);
    this.#volumeBase.update(volumeBase);
    return this.value;
  }
}
