import type { ForcedFlow } from '@perpstream/core';
import { Cells } from '../math/cells';
import { DecayedRate } from '../math/decayed-rate';
import { DecayedSum } from '../math/decayed-sum';
import { timeConstantMs } from '../math/half-life';

/** Options of `ForcedBalance`: half lives in ms. */
export type ForcedBalanceOptions = {
  readonly forcedHalfLifeMs: number;
  readonly normHalfLifeMs: number;
  readonly forcedShare: number;
};

/** What is being closed by force, against what the market usually trades. */
export class ForcedBalance {
  readonly #signedUsd: DecayedSum;
  readonly #totalUsd: DecayedSum;
  readonly #tradedUsd: DecayedRate;
  readonly #muchMs: number;

  constructor(options: ForcedBalanceOptions, cells: Cells = new Cells()) {
    const { forcedHalfLifeMs, normHalfLifeMs, forcedShare } = options;
    this.#signedUsd = new DecayedSum(forcedHalfLifeMs, cells);
    this.#totalUsd = new DecayedSum(forcedHalfLifeMs, cells);
    this.#tradedUsd = new DecayedRate(normHalfLifeMs, cells);
    this.#muchMs = forcedShare * timeConstantMs(forcedHalfLifeMs);
  }

  /** In [-1, 1]: above 0 shorts are being closed, below 0 longs; 0 without forced trades. */
  get value(): number {
    const totalUsd = this.#totalUsd.value;
    return totalUsd > 0 ? this.#signedUsd.value / (totalUsd + this.#tradedUsd.perMs * this.#muchMs) : 0;
  }

  /** Lets `stepMs` (>= 0) pass, in which this much was traded, by force or not. */
  trade(usd: number, stepMs: number): void {
    this.#signedUsd.add(0, stepMs);
    this.#totalUsd.add(0, stepMs);
    this.#tradedUsd.add(usd, stepMs);
  }

  /** Positions were closed by force. */
  force({ side, usd }: ForcedFlow): void {
    this.#signedUsd.add(side === 'buy' ? usd : -usd, 0);
    this.#totalUsd.add(usd, 0);
  }
}
