import type { Block, ClockSkew } from '@perpstream/core';

/** A smaller move of the estimate is noise of the network. */
const MIN_MOVE_MS = 5;
/** Without a move the estimate is told again after so many blocks. */
const MAX_SILENT_BLOCKS = 30;

/** One block: what its delivery took by two clocks, and its number in the order of arrival. */
type Sample = { readonly order: number; readonly lagMs: number };

/** Estimates the skew of two clocks from how late blocks come: the fastest of the last blocks was delayed least. */
export class SkewEstimate {
  /** The samples that are or can become the smallest of the window: lags ascend, the first is the smallest. */
  readonly #candidates: Sample[] = [];
  #blocks = 0;
  #toldBlocks = 0;
  #toldSkewMs = NaN;

  constructor(private readonly windowBlocks: number) {}

  /** Takes the newest block; the estimate when it is time to tell it. */
  observe({ receivedMs, exchangeMs, cause }: Block): ClockSkew | undefined {
    const lagMs = receivedMs - exchangeMs;
    const skewMs = this.#smallestWith(lagMs);
    // The comparison with NaN is false: the first estimate is always told.
    const isKnown = Math.abs(skewMs - this.#toldSkewMs) < MIN_MOVE_MS;
    if (isKnown && this.#blocks - this.#toldBlocks < MAX_SILENT_BLOCKS) return undefined;
    this.#toldBlocks = this.#blocks;
    this.#toldSkewMs = skewMs;
    const samples = Math.min(this.#blocks, this.windowBlocks);
    return { kind: 'clock-skew', receivedMs, cause, skewMs, delayMs: lagMs - skewMs, samples };
  }

  #smallestWith(lagMs: number): number {
    const candidates = this.#candidates;
    this.#blocks += 1;
    while ((candidates.at(-1)?.lagMs ?? -Infinity) >= lagMs) candidates.pop();
    candidates.push({ order: this.#blocks, lagMs });
    while (candidates[0]!.order <= this.#blocks - this.windowBlocks) candidates.shift();
    return candidates[0]!.lagMs;
  }
}
