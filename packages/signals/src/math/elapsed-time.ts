import type { UnixMs } from '@perpstream/core';

/** Turns the times of events into steps that are never negative: an event from the past counts as one of now. */
export class ElapsedTime {
  #firstMs: number | undefined;
  #lastMs = 0;

  /** Milliseconds from the first event to the latest. */
  get sinceFirstMs(): number {
    return this.#firstMs === undefined ? 0 : this.#lastMs - this.#firstMs;
  }

  /** Milliseconds since the latest event before this one, >= 0; 0 for the first. */
  stepTo(receivedMs: UnixMs): number {
    if (this.#firstMs === undefined) this.#firstMs = this.#lastMs = receivedMs;
    const stepMs = Math.max(0, receivedMs - this.#lastMs);
    this.#lastMs += stepMs;
    return stepMs;
  }
}
