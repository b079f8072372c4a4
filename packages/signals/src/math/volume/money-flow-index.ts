import { requireHighLowCloseVolume, typicalPriceUsd, type HighLowCloseVolume } from '../bar-prices';
import { RollingSum } from '../window/rolling-sum';

/**
 * Money flow index (MFI): of the money (typical price times volume) that was traded in bars whose typical price changed,
 * the share in rising ones, 0-100; 50 when there was none. O(1) per update, no drift.
 *
 * @throws RangeError when `period` is not an integer >= 1
 * @example new MoneyFlowIndex(14).update(bar)
 */
export class MoneyFlowIndex {
  readonly #upUsd: RollingSum;
  readonly #downUsd: RollingSum;
  #lastTypicalUsd: number | undefined;

  constructor(readonly period = 14) {
    this.#upUsd = new RollingSum(period);
    this.#downUsd = new RollingSum(period);
  }

  /** Undefined before the first `period` + 1 bars. */
  get value(): number | undefined {
    const upUsd = this.#upUsd.value;
    const downUsd = this.#downUsd.value;
    if (upUsd === undefined || downUsd === undefined) return undefined;
    return upUsd + downUsd > 0 ? (100 * upUsd) / (upUsd + downUsd) : 50;
  }

  /** @throws RangeError when a price or the volume is not finite */
  update(bar: HighLowCloseVolume): number | undefined {
    requireHighLowCloseVolume(bar);
    const typicalUsd = typicalPriceUsd(bar);
    const flowUsd = typicalUsd * bar.volumeBase;
    if (this.#lastTypicalUsd !== undefined) {
      this.#upUsd.update(typicalUsd > this.#lastTypicalUsd ? flowUsd : 0);
      this.#downUsd.update(typicalUsd < this.#lastTypicalUsd ? flowUsd : 0);
    }
    this.#lastTypicalUsd = typicalUsd;
    return this.value;
  }
}
