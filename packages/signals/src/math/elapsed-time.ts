import type { UnixMs } from '@perpstream/core';
import { Cells } from './cells';

/** Turns the times of events into steps that are never negative: an event from the past counts as one of now. */
export class ElapsedTime {
  readonly #first: number;
  readonly #last: number;

  constructor(private readonly cells: Cells = new Cells()) {
    this.#first = cells.reserve(1, NaN);
    this.#last = cells.reserve(1);
  }

  /** Milliseconds from the first event to the latest. */
  get sinceFirstMs(): number {
    const { row } = this.cells;
    const firstMs = row[this.#first]!;
    return Number.isNaN(firstMs) ? 0 : row[this.#last]! - firstMs;
  }

  /** Milliseconds since the latest event before this one, >= 0; 0 for the first. */
  stepTo(receivedMs: UnixMs): number {
    const { row } = this.cells;
    if (Number.isNaN(row[this.#first]!)) row[this.#first] = row[this.#last] = receivedMs;
    const stepMs = Math.max(0, receivedMs - row[this.#last]!);
    row[this.#last] = row[this.#last]! + stepMs;
    return stepMs;
  }
}
