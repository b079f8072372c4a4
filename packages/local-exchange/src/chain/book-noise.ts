import type { Side } from '@perpstream/core';
import type { LevelListener } from '../matching/order-book';
import type { SeededRandom } from '../random/seeded-random';

/** How often the stream of a book departs from the truth, per minute and market; each >= 0. */
export type BookNoise = {
  /** The other side arrives before the deletion of what it has run over, which follows 0.2 to 3 s later. */
  readonly crossesPerMinute: number;
  /** The deletion of a level is never published. */
  readonly staleLevelsPerMinute: number;
  /** Two updates of one level are published in the wrong order. */
  readonly swappedUpdatesPerMinute: number;
  /** For how long after the first client can connect, in ms; default for ever. */
  readonly forMs?: number;
};

/** Noise with its end, in the time of the simulation. */
export type TimedBookNoise = BookNoise & { readonly untilMs: number };

const MINUTE_MS = 60_000;
/** A cross lasts between these times. */
const CROSS_MS = [200, 3_000] as const;
/** A deletion that is held back and not run over by the other side is published after this time. */
const HOLD_MS = 3_000;
/** Two updates of a level further apart than this are not swapped. */
const SWAP_MS = 300;

type Held = { readonly side: Side; readonly subticks: number; readonly quantums: number; dueMs: number };

/**
 * Stands between a book and its stream and lets through what a mirror without a global order of events would: every
 * change sooner or later, but some late, some swapped, some never. The book itself is not touched.
 *
 * Disturbances come at random times; each waits for the next change of the book that it can be made of.
 */
export class BookNoiseFilter {
  readonly #crosses: Arrivals;
  readonly #stales: Arrivals;
  readonly #swaps: Arrivals;
  readonly #lateDeletions = new Map<number, Held & { isCrossed: boolean }>();
  #firstOfSwap: Held | undefined;

  /**
   * @param bestOf the best price of a side of the book as it is
   * @param publish what the stream shows
   */
  constructor(
    noise: TimedBookNoise,
    private readonly random: SeededRandom,
    startMs: number,
    private readonly bestOf: (side: Side) => number | undefined,
    private readonly publish: LevelListener,
  ) {
    const arrivals = (perMinute: number): Arrivals =>
      new Arrivals(perMinute / MINUTE_MS, random, startMs, noise.untilMs);
    this.#crosses = arrivals(noise.crossesPerMinute);
    this.#stales = arrivals(noise.staleLevelsPerMinute);
    this.#swaps = arrivals(noise.swappedUpdatesPerMinute);
  }

  /** A level of the book has changed. */
  changed(side: Side, subticks: number, quantums: number, nowMs: number): void {
    const key = keyOf(side, subticks);
    this.#lateDeletions.delete(key);
    const first = this.#firstOfSwap;
    if (first !== undefined && keyOf(first.side, first.subticks) === key) return this.#swap(first, quantums);
    if (quantums === 0 ? this.#swallows(side, subticks, nowMs) : this.#postpones(side, subticks, quantums, nowMs))
      return;
    if (quantums > 0) this.#noticeCrosses(side, subticks, nowMs);
    this.publish(side, subticks, quantums);
  }

  /** Publishes what has been held back long enough. */
  release(nowMs: number): void {
    for (const [key, { side, subticks, dueMs }] of this.#lateDeletions) {
      if (dueMs > nowMs) continue;
      this.#lateDeletions.delete(key);
      this.publish(side, subticks, 0);
    }
    const first = this.#firstOfSwap;
    if (first === undefined || first.dueMs > nowMs) return;
    this.#firstOfSwap = undefined;
    this.#noticeCrosses(first.side, first.subticks, nowMs);
    this.publish(first.side, first.subticks, first.quantums);
  }

  /** Whether a deletion is left out of the stream, for a while or for ever. */
  #swallows(side: Side, subticks: number, nowMs: number): boolean {
    if (this.#stales.take(nowMs)) return true;
    if (!this.#crosses.isWaiting(nowMs) || !this.#wasBest(side, subticks)) return false;
    const held = { side, subticks, quantums: 0, dueMs: nowMs + HOLD_MS, isCrossed: false };
    this.#lateDeletions.set(keyOf(side, subticks), held);
    return true;
  }

  #postpones(side: Side, subticks: number, quantums: number, nowMs: number): boolean {
    if (this.#firstOfSwap !== undefined || !this.#swaps.isWaiting(nowMs)) return false;
    this.#firstOfSwap = { side, subticks, quantums, dueMs: nowMs + SWAP_MS };
    return true;
  }

  #swap({ side, subticks, quantums }: Held, later: number): void {
    this.#firstOfSwap = undefined;
    this.#swaps.done();
    this.publish(side, subticks, later);
    this.publish(side, subticks, quantums);
  }

  #noticeCrosses(side: Side, subticks: number, nowMs: number): void {
    for (const late of this.#lateDeletions.values()) {
      if (late.isCrossed || late.side === side) continue;
      if (side === 'buy' ? subticks < late.subticks : subticks > late.subticks) continue;
      late.isCrossed = true;
      late.dueMs = nowMs + this.random.between(...CROSS_MS);
      this.#crosses.done();
    }
  }

  #wasBest(side: Side, subticks: number): boolean {
    const best = this.bestOf(side);
    return best === undefined || (side === 'buy' ? subticks > best : subticks < best);
  }
}

function keyOf(side: Side, subticks: number): number {
  return side === 'buy' ? subticks : -subticks;
}

/** Things that come at random times and wait to be done, one at a time. */
class Arrivals {
  #nextMs: number;
  #isWaiting = false;

  constructor(
    private readonly perMs: number,
    private readonly random: SeededRandom,
    startMs: number,
    private readonly untilMs: number,
  ) {
    this.#nextMs = startMs + this.#gapMs();
  }

  isWaiting(nowMs: number): boolean {
    if (nowMs > this.untilMs) return false;
    if (this.#nextMs <= nowMs) {
      this.#isWaiting = true;
      this.#nextMs = nowMs + this.#gapMs();
    }
    return this.#isWaiting;
  }

  /** The one that waits is done; harmless when none does. */
  done(): void {
    this.#isWaiting = false;
  }

  /** Does the one that waits; false when none does. */
  take(nowMs: number): boolean {
    const isWaiting = this.isWaiting(nowMs);
    if (isWaiting) this.done();
    return isWaiting;
  }

  #gapMs(): number {
    return this.perMs === 0 ? Infinity : -Math.log(1 - this.random.uniform()) / this.perMs;
  }
}
