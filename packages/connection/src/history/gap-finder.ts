import { unixMs, type UnixMs } from '@perpstream/core';

/** Rows that are missing: `missing` in a row, the first of which was due at `fromMs`; the next row is due at `toMs`. */
export type HistoryGap = { readonly fromMs: UnixMs; readonly toMs: UnixMs; readonly missing: number };

/**
 * Finds the rows that are missing among rows that come once per `stepMs`, in one pass. Times may be off by less than half
 * a step (funding is paid by the first block after the hour). A candle without trades is a row like any other.
 */
export class GapFinder {
  readonly gaps: HistoryGap[] = [];
  #nextStep: number;

  constructor(
    fromMs: UnixMs,
    private readonly toMs: UnixMs,
    private readonly stepMs: number,
  ) {
    this.#nextStep = Math.ceil(fromMs / stepMs);
  }

  /** The next row, in order of time. */
  add(atMs: number): void {
    this.#upTo(Math.round(atMs / this.stepMs));
    this.#nextStep = Math.max(this.#nextStep, Math.round(atMs / this.stepMs) + 1);
  }

  /** There are no more rows. */
  end(): readonly HistoryGap[] {
    this.#upTo(Math.ceil(this.toMs / this.stepMs));
    return this.gaps;
  }

  #upTo(step: number): void {
    const missing = step - this.#nextStep;
    if (missing <= 0) return;
    this.gaps.push({ fromMs: unixMs(this.#nextStep * this.stepMs), toMs: unixMs(step * this.stepMs), missing });
    this.#nextStep = step;
  }
}
