import { keptShare } from './half-life';

/**
 * The average of things that happen now and then, each with a weight that halves in every half life. Time alone changes
 * the weight, not the average: while nothing happens it stays, and rests on less and less.
 */
export class DecayedAverage {
  #weighted = 0;
  #weight = 0;
  #value: number | undefined;

  constructor(readonly halfLifeMs: number) {}

  /** The average; undefined before the first. */
  get value(): number | undefined {
    return this.#value;
  }

  /** What is left of the weights: how much the average rests on. */
  get weight(): number {
    return this.#weight;
  }

  /** Lets `stepMs` (>= 0) pass. */
  pass(stepMs: number): void {
    const kept = keptShare(stepMs, this.halfLifeMs);
    this.#weighted *= kept;
    this.#weight *= kept;
  }

  /** Takes in a value with its weight (> 0). */
  add(value: number, weight = 1): void {
    this.#weighted += value * weight;
    this.#weight += weight;
    this.#value = this.#weighted / this.#weight;
  }
}
