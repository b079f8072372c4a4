import { keptShare } from './half-life';
import { DecayedDistribution } from './decayed-distribution';
import { requireFinite } from './require-finite';
import { requireHalfLife } from './require-half-life';

/**
 * A quantile of a value over fading time: what the value exceeded for 1 - `probability` of the time. Values count for as
 * long as they were in force. Exact for few different values, then to about two hundredths in probability, in a fixed
 * 600 bytes. O(32) per update.
 *
 * @throws RangeError when `halfLifeMs` is not a finite number > 0 or `probability` is not in [0, 1]
 * @example new DecayedQuantile(3_600_000, 0.95).update(spreadBps, stepMs)
 */
export class DecayedQuantile {
  readonly #history = new DecayedDistribution();
  #inForce = 0;

  constructor(
    readonly halfLifeMs: number,
    readonly probability = 0.5,
  ) {
    requireHalfLife(halfLifeMs);
    if (!(probability >= 0 && probability <= 1))
      throw new RangeError(`probability must be from 0 to 1, was ${probability}`);
  }

  /** Undefined while no time has passed since the first value. */
  get value(): number | undefined {
    return this.quantile(this.probability);
  }

  /** Any other quantile of the same history, `probability` in [0, 1]. */
  quantile(probability: number): number | undefined {
    return this.#history.isEmpty ? undefined : this.#history.quantile(probability);
  }

  /**
   * The value so far was in force for `stepMs` (>= 0) more; from now on it is `value`. The first step has to be 0.
   * @throws RangeError when the value is not finite
   */
  update(value: number, stepMs: number): number | undefined {
    requireFinite('value', value);
    const kept = keptShare(stepMs, this.halfLifeMs);
    if (kept < 1) this.#history.add(this.#inForce, 1 - kept, kept);
    this.#inForce = value;
    return this.value;
  }
}
