import { keptShare } from './half-life';

/** A sum in which every amount loses half its weight per half life, at whatever times the amounts come. */
export class DecayedSum {
  #value = 0;

  constructor(readonly halfLifeMs: number) {}

  get value(): number {
    return this.#value;
  }

  /** Lets `stepMs` (>= 0) pass, then adds the amount at full weight. */
  add(amount: number, stepMs: number): void {
    this.#value = this.#value * keptShare(stepMs, this.halfLifeMs) + amount;
  }
}
