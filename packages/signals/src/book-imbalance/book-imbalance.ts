import type { ProcessedMarketData, SignalEngine } from '@perpstream/core';
import type { MarketModel } from '../engine/market-model';
import { requireDuration } from '../engine/require-duration';
import { requirePositive } from '../engine/require-positive';
import { signalEngine } from '../engine/signal-engine';
import { DecayedMean } from '../math/decayed-mean';
import { ElapsedTime } from '../math/elapsed-time';
import { bidShare } from './bid-share';

/** Options of `bookImbalance`. */
export type BookImbalanceOptions = {
  /** Name under which the score appears; `bookImbalance` by default. */
  readonly name?: string;
  /** Levels of each side that count, a whole number >= 1; 10 by default. */
  readonly levels?: number;
  /** Distance from the mid at which a level counts half, in basis points, > 0; 5 by default. */
  readonly halfWeightBps?: number;
  /** Half life of the smoothing in ms, > 0; 2,000 by default. */
  readonly halfLifeMs?: number;
  /** Time from the first book of a market to its first score in ms, >= 0; four half lives by default. */
  readonly warmUpMs?: number;
};

/**
 * Scores which side of the order book is heavier, 0-100: 0 is all asks, 50 balanced, 100 all bids.
 *
 * The share of the bids in the size of the best levels, near levels counting more, as a moving average over time: a book
 * counts for as long as it stood, so orders that flash up for an instant weigh next to nothing. The newest book begins to
 * count with the event after it.
 *
 * Emits at every `book` event once `warmUpMs` have passed since the market's first one. A book without levels is passed
 * over. After an interruption (`quality` `syncing`) the score is withdrawn and the warm-up starts again.
 * @throws RangeError naming the option, its value and the bound
 * @example processed$.pipe(bookImbalance({ levels: 5, halfLifeMs: 1_000 }))
 * @see Cartea, Jaimungal and Penalva, "Algorithmic and High-Frequency Trading" (2015), for volume imbalance
 */
export function bookImbalance(options: BookImbalanceOptions = {}): SignalEngine {
  const { name = 'bookImbalance', levels = 10, halfWeightBps = 5, halfLifeMs = 2_000 } = options;
  const { warmUpMs = 4 * halfLifeMs } = options;
  if (!(Number.isInteger(levels) && levels >= 1))
    throw new RangeError(`levels must be a whole number >= 1, was ${levels}`);
  requirePositive({ halfWeightBps, halfLifeMs });
  requireDuration('warmUpMs', warmUpMs);
  return signalEngine(name, () => new BookImbalanceModel({ levels, halfWeightBps, halfLifeMs, warmUpMs }));
}

class BookImbalanceModel implements MarketModel {
  readonly #time = new ElapsedTime();
  readonly #meanShare: DecayedMean;

  constructor(private readonly settings: Omit<Required<BookImbalanceOptions>, 'name'>) {
    this.#meanShare = new DecayedMean(settings.halfLifeMs);
  }

  update(event: ProcessedMarketData): number | undefined {
    if (event.kind !== 'book') return undefined;
    const share = bidShare(event, this.settings.levels, this.settings.halfWeightBps);
    if (share === undefined) return undefined;
    this.#meanShare.update(share, this.#time.stepTo(event.receivedMs));
    return this.#time.sinceFirstMs < this.settings.warmUpMs ? undefined : 100 * this.#meanShare.value;
  }
}
