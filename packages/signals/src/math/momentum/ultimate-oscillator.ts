import { requireHighLowClose, type HighLowClose } from '../bar-prices';
import { requirePeriod } from '../require-period';
import { RollingSum } from '../window/rolling-sum';

/** Options of `UltimateOscillator`. */
export type UltimateOscillatorOptions = {
  /** 7 by default. */
  readonly shortPeriod?: number;
  /** > `shortPeriod`; 14 by default. */
  readonly mediumPeriod?: number;
  /** > `mediumPeriod`; 28 by default. */
  readonly longPeriod?: number;
};

/**
 * Ultimate oscillator: share of the true range that lies below the close, over three horizons weighted 4 : 2 : 1, 0-100.
 * A horizon without any range counts as half. O(1) per update, no drift.
 *
 * @throws RangeError naming the option, its value and the bound
 * @example new UltimateOscillator().update(bar)
 * @see Williams, "The Ultimate Oscillator" (1985)
 */
export class UltimateOscillator {
  readonly #short: BuyingShare;
  readonly #medium: BuyingShare;
  readonly #long: BuyingShare;
  #lastCloseUsd: number | undefined;

  constructor({ shortPeriod = 7, mediumPeriod = 14, longPeriod = 28 }: UltimateOscillatorOptions = {}) {
    requirePeriod('shortPeriod', shortPeriod);
    requirePeriod('mediumPeriod', mediumPeriod, shortPeriod + 1);
    requirePeriod('longPeriod', longPeriod, mediumPeriod + 1);
    this.#short = new BuyingShare(shortPeriod);
    this.#medium = new BuyingShare(mediumPeriod);
    this.#long = new BuyingShare(longPeriod);
  }

  /** Undefined before the first `longPeriod` + 1 bars. */
  get value(): number | undefined {
    const short = this.#short.value;
    const medium = this.#medium.value;
    const long = this.#long.value;
    if (short === undefined || medium === undefined || long === undefined) return undefined;
    return (100 * (4 * short + 2 * medium + long)) / 7;
  }

  /** @throws RangeError when a price is not finite */
  update(bar: HighLowClose): number | undefined {
    requireHighLowClose(bar);
    if (this.#lastCloseUsd !== undefined) this.#takeIn(bar, this.#lastCloseUsd);
    this.#lastCloseUsd = bar.closeUsd;
    return this.value;
  }

  #takeIn({ highUsd, lowUsd, closeUsd }: HighLowClose, lastCloseUsd: number): void {
    const trueLowUsd = Math.min(lowUsd, lastCloseUsd);
    const rangeUsd = Math.max(highUsd, lastCloseUsd) - trueLowUsd;
    this.#short.update(closeUsd - trueLowUsd, rangeUsd);
    this.#medium.update(closeUsd - trueLowUsd, rangeUsd);
    this.#long.update(closeUsd - trueLowUsd, rangeUsd);
  }
}

class BuyingShare {
  readonly #buyingUsd: RollingSum;
  readonly #rangeUsd: RollingSum;

  constructor(period: number) {
    this.#buyingUsd = new RollingSum(period);
    this.#rangeUsd = new RollingSum(period);
  }

  get value(): number | undefined {
    const buyingUsd = this.#buyingUsd.value;
    const rangeUsd = this.#rangeUsd.value;
    if (buyingUsd === undefined || rangeUsd === undefined) return undefined;
    return rangeUsd > 0 ? buyingUsd / rangeUsd : 0.5;
  }

  update(buyingUsd: number, rangeUsd: number): void {
    this.#buyingUsd.update(buyingUsd);
    this.#rangeUsd.update(rangeUsd);
  }
}
