import { Cells } from './cells';
import { keptShare } from './half-life';

/**
 * The average of things that happen now and then, each with a weight that halves in every half life. Time alone changes
 * the weight, not the average: while nothing happens it stays, and rests on less and less.
 */
export class DecayedAverage {
  readonly #weighted: number;
  readonly #weight: number;
  readonly #value: number;

  constructor(
    readonly halfLifeMs: number,
    private readonly cells: Cells = new Cells(),
  ) {
    this.#weighted = cells.reserve(1);
    this.#weight = cells.reserve(1);
    this.#value = cells.reserve(1, NaN);
  }

  /** The average; undefined before the first. */
  get value(): number | undefined {
    const value = this.cells.row[this.#value]!;
    return Number.isNaN(value) ? undefined : value;
  }

  /** What is left of the weights: how much the average rests on. */
  get weight(): number {
    return this.cells.row[this.#weight]!;
  }

  /** Lets `stepMs` (>= 0) pass. */
  pass(stepMs: number): void {
    const kept = keptShare(stepMs, this.halfLifeMs);
    const { row } = this.cells;
    row[this.#weighted] = row[this.#weighted]! * kept;
    row[this.#weight] = row[this.#weight]! * kept;
  }

  /** Takes in a value with its weight (> 0). */
  add(value: number, weight = 1): void {
    const { row } = this.cells;
    row[this.#weighted] = row[this.#weighted]! + value * weight;
    row[this.#weight] = row[this.#weight]! + weight;
    row[this.#value] = row[this.#weighted]! / row[this.#weight]!;
  }
}
