import type { UnixMs } from '@perpstream/core';
import { DecayedRank } from '../math/decayed-rank';
import { ElapsedTime } from '../math/elapsed-time';
import { keptShare } from '../math/half-life';

/** About 7,000 rates are what a long history rests on. */
const SAMPLES_PER_HALF_LIFE = 5_000;

/** The rates of one market over fading time. */
export class RateHistory {
  readonly #time = new ElapsedTime();
  readonly #rank: DecayedRank;
  #pendingMs = 0;
  #isEmpty = true;

  constructor(readonly halfLifeMs: number) {
    this.#rank = new DecayedRank(halfLifeMs);
  }

  /** How much it rests on, from 0 at the start to 1: half at a half life. */
  get weight(): number {
    return 1 - keptShare(this.#time.sinceFirstMs, this.halfLifeMs);
  }

  /** Share of the time with a smaller rate, plus half of that with the same, times 100; 50 without any time. */
  rankOf(rate1h: number): number {
    return this.#rank.rankOf(rate1h) ?? 50;
  }

  /** Predictions change with every block: one is taken now and then, and next to nothing is lost. */
  take(rate1h: number, receivedMs: UnixMs): void {
    this.#pendingMs += this.#time.stepTo(receivedMs);
    if (!this.#isEmpty && this.#pendingMs < this.halfLifeMs / SAMPLES_PER_HALF_LIFE) return;
    this.#rank.update(rate1h, this.#pendingMs);
    this.#pendingMs = 0;
    this.#isEmpty = false;
  }
}
