import { keptShare, timeConstantMs } from './half-life';

/**
 * The rate at which amounts come, per millisecond, with old amounts fading by the half life. It falls while nothing
 * comes, and from the start on it is an average over the time seen so far, not over an imagined quiet past.
 *
 * Of squared log returns it is the realised variance per millisecond.
 * @see Zumbach and Müller, "Operators on inhomogeneous time series" (2001), for exponential kernels over event times
 */
export class DecayedRate {
  readonly #timeConstantMs: number;
  #amounts = 0;
  #weightMs = 0;

  constructor(readonly halfLifeMs: number) {
    this.#timeConstantMs = timeConstantMs(halfLifeMs);
  }

  /** Amount per millisecond; 0 while no time has passed. */
  get perMs(): number {
    return this.#weightMs > 0 ? this.#amounts / this.#weightMs : 0;
  }

  /** Lets `stepMs` (>= 0) pass, then takes in the amount; 0 when only time passed. */
  add(amount: number, stepMs: number): void {
    const kept = keptShare(stepMs, this.halfLifeMs);
    this.#weightMs = kept * this.#weightMs + (1 - kept) * this.#timeConstantMs;
    this.#amounts = kept * this.#amounts + amount;
  }
}
