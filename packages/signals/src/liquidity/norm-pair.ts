import { Cells } from '../math/cells';
import { DecayedMean } from '../math/decayed-mean';
import { logRatio } from './log-ratio';

/** A value as it is now and as it is usually: two moving averages over time. */
export class NormPair {
  readonly #recent: DecayedMean;
  readonly #norm: DecayedMean;

  constructor(recentHalfLifeMs: number, normHalfLifeMs: number, cells: Cells = new Cells()) {
    this.#recent = new DecayedMean(recentHalfLifeMs, cells);
    this.#norm = new DecayedMean(normHalfLifeMs, cells);
  }

  get norm(): number {
    return this.#norm.value;
  }

  /** Logarithm of recent over norm; 0 is as usual. */
  get logRatio(): number {
    return logRatio(this.#recent.value, this.#norm.value);
  }

  /** The value so far was in force for `stepMs` (>= 0) more; from now on it is `value` (>= 0). */
  update(value: number, stepMs: number): void {
    this.#recent.update(value, stepMs);
    this.#norm.update(value, stepMs);
  }
}
