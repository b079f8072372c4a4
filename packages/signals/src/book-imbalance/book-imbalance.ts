import type { BookUpdate, ProcessedMarketData, SignalEngine } from '@perpstream/core';
import { requireDuration } from '../engine/require-duration';
import { requireFraction } from '../engine/require-fraction';
import { requirePositive } from '../engine/require-positive';
import { rowEngine, type RowModel } from '../engine/row-engine';
import type { Cells } from '../math/cells';
import { DecayedMean } from '../math/decayed-mean';
import { ElapsedTime } from '../math/elapsed-time';
import { bidShare } from './bid-share';
import { microPosition } from './micro-position';

/** Options of `bookImbalance`. */
export type BookImbalanceOptions = {
  /** Name under which the score appears; `bookImbalance` by default. */
  readonly name?: string;
  /** Levels of each side that count, a whole number >= 1; 10 by default. */
  readonly levels?: number;
  /** Distance from the mid at which a level counts half, in basis points, > 0; 5 by default. */
  readonly halfWeightBps?: number;
  /** Say of the micro price against the levels, in [0, 1]: 0 is the levels alone, 1 the micro price; 0.5 by default. */
  readonly microWeight?: number;
  /** Half life of the smoothing in ms, > 0; 2,000 by default. */
  readonly halfLifeMs?: number;
  /** Time from the first book of a market to its first score in ms, >= 0; four half lives by default. */
  readonly warmUpMs?: number;
};

/** What `bookImbalance` does where its options say nothing; `warmUpMs` follows from the others. */
export const bookImbalanceDefaults: Required<Omit<BookImbalanceOptions, 'warmUpMs'>> = {
  name: 'bookImbalance',
  levels: 10,
  halfWeightBps: 5,
  microWeight: 0.5,
  halfLifeMs: 2_000,
};

type Settings = Required<Omit<BookImbalanceOptions, 'name'>>;

/**
 * Scores which side of the order book is heavier, 0-100: 0 is all asks, 50 balanced, 100 all bids. A direction: above 50
 * the next moves are rather up.
 *
 * Two readings of a book, each in [0, 1]: the share of the bids in the size of the best levels, a level `halfWeightBps`
 * from the mid counting half; and where the micro price stands in the spread, 0 at the bid, 1 at the ask, which is what
 * the best sizes alone say. Their mean by `microWeight`, as a moving average over time, times 100: a book counts for as
 * long as it stood, so orders that flash up for an instant weigh next to nothing. The newest book begins to count with
 * the event after it. Swapping the sides gives 100 minus the score.
 *
 * Emits at every `book` event once `warmUpMs` have passed since the market's first one. A book without levels is passed
 * over; a book that never changes keeps its score. Bars do not show the book: it needs `book` events. After an
 * interruption (`quality` `syncing`) the score is withdrawn and the warm-up starts again.
 * @throws RangeError naming the option, its value and the bound
 * @example processed$.pipe(bookImbalance({ levels: 5, halfLifeMs: 1_000 }))
 * @see Cartea, Jaimungal and Penalva, "Algorithmic and High-Frequency Trading" (2015), for volume imbalance
 * @see Stoikov, "The micro-price: a high-frequency estimator of future prices" (2018), for what the best sizes tell
 */
export function bookImbalance(options: BookImbalanceOptions = {}): SignalEngine {
  const { name, levels, halfWeightBps, microWeight, halfLifeMs } = { ...bookImbalanceDefaults, ...options };
  const { warmUpMs = 4 * halfLifeMs } = options;
  if (!(Number.isInteger(levels) && levels >= 1))
    throw new RangeError(`levels must be a whole number >= 1, was ${levels}`);
  requirePositive({ halfWeightBps, halfLifeMs });
  requireFraction('microWeight', microWeight);
  requireDuration('warmUpMs', warmUpMs);
  const settings = { levels, halfWeightBps, microWeight, halfLifeMs, warmUpMs };
  return rowEngine(name, (cells) => new BookImbalanceModel(settings, cells), ['book']);
}

class BookImbalanceModel implements RowModel {
  readonly #time: ElapsedTime;
  readonly #meanShare: DecayedMean;

  constructor(
    private readonly settings: Settings,
    cells: Cells,
  ) {
    this.#time = new ElapsedTime(cells);
    this.#meanShare = new DecayedMean(settings.halfLifeMs, cells);
  }

  update(event: ProcessedMarketData): number | undefined {
    if (event.kind !== 'book') return undefined;
    const share = this.#shareOf(event);
    if (share === undefined) return undefined;
    this.#meanShare.update(share, this.#time.stepTo(event.receivedMs));
    return this.#time.sinceFirstMs < this.settings.warmUpMs ? undefined : 100 * this.#meanShare.value;
  }

  #shareOf(book: BookUpdate): number | undefined {
    const { levels, halfWeightBps, microWeight } = this.settings;
    const levelShare = bidShare(book, levels, halfWeightBps);
    return levelShare === undefined ? undefined : levelShare + microWeight * (microPosition(book.top) - levelShare);
  }
}
