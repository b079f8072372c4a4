import { DecayedSum } from './decayed-sum';
import { timeConstantMs } from './half-life';

/**
 * The rate at which amounts come, per millisecond, with old amounts fading by the half life. It falls while nothing
 * comes, and from the start on it is an average over the time seen so far, not over an imagined quiet past.
 *
 * Of squared log returns it is the realised variance per millisecond.
 * @see Zumbach and Müller, "Operators on inhomogeneous time series" (2001), for exponential kernels over event times
 */
export class DecayedRate {
  readonly #amounts: DecayedSum;
  readonly #timeConstantMs: number;
  #seenMs = 0;

  constructor(halfLifeMs: number) {
    this.#amounts = new DecayedSum(halfLifeMs);
    this.#timeConstantMs = timeConstantMs(halfLifeMs);
  }

  /** Amount per millisecond; 0 while no time has passed. */
  get perMs(): number {
    const weightMs = -Math.expm1(-this.#seenMs / this.#timeConstantMs) * this.#timeConstantMs;
    return weightMs > 0 ? this.#amounts.value / weightMs : 0;
  }

  /** Lets `stepMs` (>= 0) pass, then takes in the amount; 0 when only time passed. */
  add(amount: number, stepMs: number): void {
    this.#seenMs += stepMs;
    this.#amounts.add(amount, stepMs);
  }
}
