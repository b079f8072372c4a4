import { requireHighLowCloseVolume, type HighLowCloseVolume } from '../bar-prices';
import { RollingSum } from '../window/rolling-sum';
import { moneyFlowVolumeBase } from './money-flow-volume';

/**
 * Chaikin money flow (CMF): share of the volume of the last `period` bars that was bought rather than sold, as far as
 * the closes tell, -1 to 1; 0 without volume. O(1) per update, no drift.
 *
 * @throws RangeError when `period` is not an integer >= 1
 * @example new ChaikinMoneyFlow(20).update(bar)
 */
export class ChaikinMoneyFlow {
  readonly #flowBase: RollingSum;
  readonly #volumeBase: RollingSum;

  constructor(readonly period = 20) {
    this.#flowBase = new RollingSum(period);
    this.#volumeBase = new RollingSum(period);
  }

  /** Undefined before the first `period` bars. */
  get value(): number | undefined {
    const flowBase = this.#flowBase.value;
    const volumeBase = this.#volumeBase.value;
    if (flowBase === undefined || volumeBase === undefined) return undefined;
    return volumeBase > 0 ? flowBase / volumeBase : 0;
  }

  /** @throws RangeError when a price or the volume is not finite */
  update(bar: HighLowCloseVolume): number | undefined {
    requireHighLowCloseVolume(bar);
    this.#flowBase.update(moneyFlowVolumeBase(bar));
    this.#volumeBase.update(bar.volumeBase);
    return this.value;
  }
}
