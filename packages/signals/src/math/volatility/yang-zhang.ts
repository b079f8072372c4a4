import type { OpenHighLowClose } from '../bar-prices';
import { RollingMean } from '../window/rolling-mean';
import { RollingVariance } from '../window/rolling-variance';
import { rogersSatchellVariance } from './bar-variance';

/** Variance per bar as the sum of that between bars and a mix of two within them, chosen for the least noise. */
export class YangZhang {
  readonly #gaps: RollingVariance;
  readonly #moves: RollingVariance;
  readonly #ranges: RollingMean;
  readonly #moveShare: number;
  #lastCloseUsd: number | undefined;

  constructor(period: number) {
    this.#gaps = new RollingVariance(period);
    this.#moves = new RollingVariance(period);
    this.#ranges = new RollingMean(period);
    this.#moveShare = 0.34 / (1.34 + (period + 1) / (period - 1));
  }

  get value(): number | undefined {
    const between = this.#gaps.value;
    if (between === undefined) return undefined;
    const moves = this.#moves.value ?? 0;
    const ranges = Math.max(0, this.#ranges.value ?? 0);
    return between + this.#moveShare * moves + (1 - this.#moveShare) * ranges;
  }

  /** The first bar only gives the close from which the first gap is counted. */
  update(bar: OpenHighLowClose): number | undefined {
    if (this.#lastCloseUsd !== undefined) {
      this.#gaps.update(Math.log(bar.openUsd / this.#lastCloseUsd));
      this.#moves.update(Math.log(bar.closeUsd / bar.openUsd));
      this.#ranges.update(rogersSatchellVariance(bar));
    }
    this.#lastCloseUsd = bar.closeUsd;
    return this.value;
  }
}
