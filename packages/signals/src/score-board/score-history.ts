import type { MarketId, SignalScores } from '@perpstream/core';
import { requirePositive } from '../engine/require-positive';
import { ScoreRings } from './score-rings';

/** Options of `ScoreHistory`. */
export type ScoreHistoryOptions = {
  /** Samples kept per market and signal, a whole number >= 1; 120 by default. */
  readonly capacity?: number;
  /** Time from sample to sample in ms, > 0; 1,000 by default. */
  readonly sampleMs?: number;
};

/** The last scores of one signal in one market, one per interval. Reads through to the history: it changes with later vectors. */
export interface ScoreSeries {
  /** Number of intervals since the market's first vector, at most the capacity. */
  readonly length: number;
  /** When the newest interval began, in ms since the epoch; intervals begin at whole multiples of `sampleMs`. */
  readonly newestMs: number;
  /**
   * The score at the end of an interval, of the newest one the latest; 0 is the oldest. NaN where there was none.
   * @throws RangeError outside 0..length-1
   */
  at(index: number): number;
}

/**
 * Keeps the last scores of every market and signal, sampled, for those who draw them. Fixed in size: 4 bytes per sample, that
 * is 6 KB per market for thirteen signals and 120 samples. Taking in a vector costs one look-up; the samples are written when
 * an interval is over.
 *
 * A score holds until another vector of the market comes, so a pause repeats the last one. Time is `receivedMs`; a vector from
 * the past counts as one of the newest interval.
 * @throws RangeError naming the option, its value and the bound
 * @example
 * const history = new ScoreHistory({ capacity: 60, sampleMs: 5_000 });
 * scores$.pipe(tap((vector) => history.take(vector)));
 * const series = history.series(marketId('BTC-USD'), 'momentum');
 */
export class ScoreHistory {
  readonly #rings = new Map<MarketId, ScoreRings>();
  readonly #capacity: number;
  readonly #sampleMs: number;

  constructor({ capacity = 120, sampleMs = 1_000 }: ScoreHistoryOptions = {}) {
    requirePositive({ capacity, sampleMs });
    if (!Number.isInteger(capacity)) throw new RangeError(`capacity must be a whole number, was ${capacity}`);
    this.#capacity = capacity;
    this.#sampleMs = sampleMs;
  }

  /** The markets heard of, in that order. */
  get markets(): readonly MarketId[] {
    return [...this.#rings.keys()];
  }

  /** Takes in what a score board says. */
  take(vector: SignalScores): void {
    const interval = Math.floor(vector.receivedMs / this.#sampleMs);
    const rings = this.#rings.get(vector.marketId);
    if (rings === undefined) this.#rings.set(vector.marketId, new ScoreRings(this.#capacity, interval, vector.scores));
    else rings.take(interval, vector.scores);
  }

  /** The scores of one signal in one market; undefined while the market was not heard of. */
  series(marketId: MarketId, signal: string): ScoreSeries | undefined {
    const rings = this.#rings.get(marketId);
    if (rings === undefined) return undefined;
    const sampleMs = this.#sampleMs;
    return {
      get length() {
        return rings.length;
      },
      get newestMs() {
        return rings.newest * sampleMs;
      },
      at: (index) => rings.at(signal, index),
    };
  }
}
