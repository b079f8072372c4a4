import type { UnixMs } from '@perpstream/core';
import { Cells } from '../math/cells';
import { DecayedRank } from '../math/decayed-rank';
import { ElapsedTime } from '../math/elapsed-time';
import { keptShare } from '../math/half-life';

/** About 7,000 rates are what a long history rests on. */
const SAMPLES_PER_HALF_LIFE = 5_000;

/** The rates of one market over fading time. */
export class RateHistory {
  readonly #time: ElapsedTime;
  readonly #rank: DecayedRank;
  /** Time since a rate was taken; Infinity before the first. */
  readonly #pendingMs: number;

  constructor(
    readonly halfLifeMs: number,
    private readonly cells: Cells = new Cells(),
  ) {
    this.#time = new ElapsedTime(cells);
    this.#rank = new DecayedRank(halfLifeMs, cells);
    this.#pendingMs = cells.reserve(1, Infinity);
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
    const { row } = this.cells;
    const pendingMs = row[this.#pendingMs]! + this.#time.stepTo(receivedMs);
    row[this.#pendingMs] = pendingMs;
    if (pendingMs < this.halfLifeMs / SAMPLES_PER_HALF_LIFE) return;
    this.#rank.update(rate1h, pendingMs === Infinity ? 0 : pendingMs);
    row[this.#pendingMs] = 0;
  }
}
