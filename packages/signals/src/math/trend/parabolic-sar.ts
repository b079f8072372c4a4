import { requirePositive } from '../../engine/require-positive';
import type { HighLow } from '../bar-prices';
import { requireFinite } from '../require-finite';

/** Options of `ParabolicSar`. */
export type ParabolicSarOptions = {
  /** Share of the way to the extreme that each new extreme adds, > 0; 0.02 by default. */
  readonly step?: number;
  /** Largest share, >= `step`; 0.2 by default. */
  readonly max?: number;
};

/**
 * Parabolic stop and reverse: a stop that closes in on the price faster with every new extreme of the trend, and changes
 * sides when it is touched. The second bar decides the first direction: up unless its middle is lower than that of the
 * first. The stop never enters the range of the two bars before. O(1) per update.
 *
 * @throws RangeError naming the option, its value and the bound
 * @example new ParabolicSar().update(bar)
 * @see Wilder, "New Concepts in Technical Trading Systems" (1978)
 */
export class ParabolicSar {
  readonly #step: number;
  readonly #max: number;
  #bars = 0;
  #isUp = true;
  #stopUsd = 0;
  #extremeUsd = 0;
  #share: number;
  #highUsd = 0;
  #lowUsd = 0;
  #highBeforeUsd = 0;
  #lowBeforeUsd = 0;

  constructor({ step = 0.02, max = 0.2 }: ParabolicSarOptions = {}) {
    requirePositive({ step, max });
    if (step > max) throw new RangeError(`step must be <= max, was ${step}, max ${max}`);
    this.#step = step;
    this.#max = max;
    this.#share = step;
  }

  /** The stop for the newest bar. Undefined before the second bar. */
  get value(): number | undefined {
    return this.#bars > 1 ? this.#stopUsd : undefined;
  }

  /** Whether the stop lies below the price. Undefined before the second bar. */
  get isUp(): boolean | undefined {
    return this.#bars > 1 ? this.#isUp : undefined;
  }

  /** @throws RangeError when a price is not finite */
  update(bar: HighLow): number | undefined {
    requireFinite('highUsd', bar.highUsd);
    requireFinite('lowUsd', bar.lowUsd);
    this.#bars += 1;
    if (this.#bars === 2) this.#start(bar);
    if (this.#bars > 1) this.#follow(bar);
    this.#remember(bar);
    return this.value;
  }

  #start(bar: HighLow): void {
    this.#isUp = bar.highUsd + bar.lowUsd >= this.#highUsd + this.#lowUsd;
    this.#stopUsd = this.#isUp ? this.#lowUsd : this.#highUsd;
    this.#extremeUsd = this.#isUp ? this.#highUsd : this.#lowUsd;
  }

  /** The first bar counts as the one before itself. */
  #remember(bar: HighLow): void {
    this.#highBeforeUsd = this.#bars === 1 ? bar.highUsd : this.#highUsd;
    this.#lowBeforeUsd = this.#bars === 1 ? bar.lowUsd : this.#lowUsd;
    this.#highUsd = bar.highUsd;
    this.#lowUsd = bar.lowUsd;
  }

  #follow(bar: HighLow): void {
    this.#stopUsd += (this.#extremeUsd - this.#stopUsd) * this.#share;
    if (this.#isUp) this.#stopUsd = Math.min(this.#stopUsd, this.#lowUsd, this.#lowBeforeUsd);
    else this.#stopUsd = Math.max(this.#stopUsd, this.#highUsd, this.#highBeforeUsd);
    const reachedUsd = this.#isUp ? bar.highUsd : bar.lowUsd;
    if (this.#isUp ? reachedUsd > this.#extremeUsd : reachedUsd < this.#extremeUsd) {
      this.#extremeUsd = reachedUsd;
      this.#share = Math.min(this.#max, this.#share + this.#step);
    }
    if (this.#isUp ? bar.lowUsd < this.#stopUsd : bar.highUsd > this.#stopUsd) this.#reverse(bar);
  }

  #reverse(bar: HighLow): void {
    this.#isUp = !this.#isUp;
    this.#stopUsd = this.#extremeUsd;
    this.#extremeUsd = this.#isUp ? bar.highUsd : bar.lowUsd;
    this.#share = this.#step;
  }
}
