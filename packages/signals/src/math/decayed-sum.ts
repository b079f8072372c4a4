import { Cells } from './cells';
import { keptShare } from './half-life';

/** A sum in which every amount loses half its weight per half life, at whatever times the amounts come. */
export class DecayedSum {
  readonly #value: number;

  constructor(
    readonly halfLifeMs: number,
    private readonly cells: Cells = new Cells(),
  ) {
    this.#value = cells.reserve(1);
  }

  get value(): number {
    return this.cells.row[this.#value]!;
  }

  /** Lets `stepMs` (>= 0) pass, then adds the amount at full weight. */
  add(amount: number, stepMs: number): void {
    const { row } = this.cells;
    row[this.#value] = row[this.#value]! * keptShare(stepMs, this.halfLifeMs) + amount;
  }
}
