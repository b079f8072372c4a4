import { requireHighLowCloseVolume, type HighLowCloseVolume } from '../bar-prices';
import { CompensatedSum } from '../window/compensated-sum';
import { moneyFlowVolumeBase } from './money-flow-volume';

/**
 * Accumulation/distribution line: sum of the volumes, each weighted by where its bar closed, from +1 at the high to -1
 * at the low. Only its changes mean anything. O(1) per update.
 *
 * @example new AccumulationDistribution().update(bar)
 */
export class AccumulationDistribution {
  readonly #total = new CompensatedSum();

  /** In base units; 0 before the first bar. */
  get value(): number {
    return this.#total.value;
  }

  /** @throws RangeError when a price or the volume is not finite */
  update(bar: HighLowCloseVolume): number {
    requireHighLowCloseVolume(bar);
    this.#total.add(moneyFlowVolumeBase(bar));
    return this.value;
  }
}
