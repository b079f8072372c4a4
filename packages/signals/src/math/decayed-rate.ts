import { Cells } from './cells';
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
  readonly #amounts: number;
  readonly #weightMs: number;

  constructor(
    readonly halfLifeMs: number,
    private readonly cells: Cells = new Cells(),
  ) {
    this.#timeConstantMs = timeConstantMs(halfLifeMs);
    this.#amounts = cells.reserve(1);
    this.#weightMs = cells.reserve(1);
  }

  /** Amount per millisecond; 0 while no time has passed. */
  get perMs(): number {
    const { row } = this.cells;
    const weightMs = row[this.#weightMs]!;
    return weightMs > 0 ? row[this.#amounts]! / weightMs : 0;
  }

  /** Lets `stepMs` (>= 0) pass, then takes in the amount; 0 when only time passed. */
  add(amount: number, stepMs: number): void {
    const kept = keptShare(stepMs, this.halfLifeMs);
    const { row } = this.cells;
    row[this.#weightMs] = kept * row[this.#weightMs]! + (1 - kept) * this.#timeConstantMs;
    row[this.#amounts] = kept * row[this.#amounts]! + amount;
  }
}
