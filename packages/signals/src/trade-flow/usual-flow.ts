import { Cells } from '../math/cells';
import { DecayedAverage } from '../math/decayed-average';
import { DecayedRate } from '../math/decayed-rate';
import { timeConstantMs } from '../math/half-life';

/** What a market usually trades: how much in a while, and how much in one trade. */
export class UsualFlow {
  readonly #usdRate: DecayedRate;
  readonly #tradeUsd: DecayedAverage;
  readonly #whileMs: number;

  /**
   * @param halfLifeMs half life of what is usual
   * @param recentHalfLifeMs half life of the sums to compare with
   */
  constructor(halfLifeMs: number, recentHalfLifeMs: number, cells: Cells = new Cells()) {
    this.#usdRate = new DecayedRate(halfLifeMs, cells);
    this.#tradeUsd = new DecayedAverage(halfLifeMs, cells);
    this.#whileMs = timeConstantMs(recentHalfLifeMs);
  }

  /** USD of the average trade; 0 before the first. */
  get tradeUsd(): number {
    return this.#tradeUsd.value ?? 0;
  }

  /** The value at which a sum with the recent half life stands when the money comes at its average rate. */
  get usd(): number {
    return this.#usdRate.perMs * this.#whileMs;
  }

  /** Lets `stepMs` pass, then takes in what was traded. */
  add(usd: number, trades: number, stepMs: number): void {
    this.#usdRate.add(usd, stepMs);
    this.#tradeUsd.pass(stepMs);
    // Some sources of bars do not count trades: what was traded was one at least.
    if (usd > 0) this.#tradeUsd.add(usd / Math.max(1, trades), Math.max(1, trades));
  }
}
