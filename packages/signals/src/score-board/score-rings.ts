import type { Score } from '@perpstream/core';

type Scores = Readonly<Record<string, Score>>;

/**
 * The sampled scores of one market: a ring per signal, in which the slot of an interval is its number modulo the capacity. The
 * newest interval is not in the rings yet: its scores are those of the latest vector.
 */
export class ScoreRings {
  readonly #rings = new Map<string, Float32Array>();
  /** Number of the newest interval, counted from the epoch. */
  newest: number;

  constructor(
    private readonly capacity: number,
    private readonly first: number,
    private latest: Scores,
  ) {
    this.newest = first;
  }

  get length(): number {
    return Math.min(this.capacity, this.newest - this.first + 1);
  }

  take(interval: number, scores: Scores): void {
    if (interval > this.newest) this.#write(interval);
    this.latest = scores;
  }

  at(signal: string, index: number): number {
    const { length } = this;
    if (!(index >= 0 && index < length)) throw new RangeError(`no sample at ${index}, there are ${length}`);
    if (index === length - 1) return this.latest[signal] ?? NaN;
    return this.#rings.get(signal)?.[this.#slot(this.newest - (length - 1 - index))] ?? NaN;
  }

  /** Writes what has stood since the newest interval, up to the one that begins now. */
  #write(interval: number): void {
    for (const signal of Object.keys(this.latest)) this.#ringOf(signal);
    const from = Math.max(this.newest, interval - this.capacity);
    for (const [signal, ring] of this.#rings) {
      const score = this.latest[signal] ?? NaN;
      for (let passed = from; passed < interval; passed += 1) ring[this.#slot(passed)] = score;
    }
    this.newest = interval;
  }

  #ringOf(signal: string): void {
    if (!this.#rings.has(signal)) this.#rings.set(signal, new Float32Array(this.capacity).fill(NaN));
  }

  #slot(interval: number): number {
    return interval % this.capacity;
  }
}
