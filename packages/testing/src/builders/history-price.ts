import { normalNumber } from './normal-number';

const HOUR_MS = 3_600_000;
/** Mean length of a stretch with one volatility and one drift. */
const REGIME_MS = 300_000;
/** Time in which the lean of the book fades to 1/e. */
const LEAN_MS = 3_000;

/** The price of a made-up market: a random walk whose volatility and drift change from stretch to stretch. */
export class HistoryPrice {
  #midUsd: number;
  #volatility = 1;
  #drift = 0;
  #lean = 0;
  #usualSteps = 0;

  constructor(
    private readonly random: () => number,
    private readonly settings: { readonly priceUsd: number; readonly hourlyBps: number; readonly stepMs: number },
  ) {
    this.#midUsd = settings.priceUsd;
  }

  get midUsd(): number {
    return this.#midUsd;
  }

  /** The last move in deviations of an ordinary one. */
  get usualSteps(): number {
    return this.#usualSteps;
  }

  /** How much is going on, 1 on average or so. */
  get activity(): number {
    return this.#volatility * (0.5 + 0.5 * Math.abs(this.#usualSteps));
  }

  /** How far the book leans to the bids, in (-1, 1); the next moves follow it a little. */
  get lean(): number {
    return this.#lean;
  }

  step(): void {
    const { hourlyBps, stepMs } = this.settings;
    if (this.random() < stepMs / REGIME_MS) this.#changeRegime();
    const kept = Math.exp(-stepMs / LEAN_MS);
    this.#lean = Math.max(
      -0.9,
      Math.min(0.9, kept * this.#lean + Math.sqrt(1 - kept ** 2) * 0.4 * normalNumber(this.random)),
    );
    this.#usualSteps = this.#volatility * normalNumber(this.random) + this.#drift + 0.1 * this.#lean;
    this.#midUsd *= Math.exp((hourlyBps / 10_000) * Math.sqrt(stepMs / HOUR_MS) * this.#usualSteps);
  }

  #changeRegime(): void {
    this.#volatility = Math.exp(0.5 * normalNumber(this.random) - 0.25);
    // Small against one step, and still most of the way over a whole stretch.
    this.#drift = this.random() < 0.5 ? 0 : 0.05 * normalNumber(this.random);
  }
}
