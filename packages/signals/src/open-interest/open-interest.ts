import type { ProcessedMarketData, SignalEngine } from '@perpstream/core';
import { defaultStretch, priceKind, priceReader, type PriceReader, type PriceSource } from '../engine/price-source';
import { requireDuration } from '../engine/require-duration';
import { requirePositive } from '../engine/require-positive';
import { requireShorter } from '../engine/require-shorter';
import { rowEngine, type RowModel } from '../engine/row-engine';
import { AverageGap } from '../math/average-gap';
import type { Cells } from '../math/cells';
import { ElapsedTime } from '../math/elapsed-time';
import { LogReturns } from '../math/log-returns';

/** Options of `openInterest`. */
export type OpenInterestOptions = {
  /** Name under which the score appears; `openInterest` by default. */
  readonly name?: string;
  /** Price that is watched; `mid` by default. */
  readonly price?: PriceSource;
  /** Half life in ms of the fast averages, < `slowHalfLifeMs`; two minutes by default, longer for bars. */
  readonly fastHalfLifeMs?: number;
  /** Half life in ms of the slow averages and of what is usual; twenty minutes by default, longer for bars. */
  readonly slowHalfLifeMs?: number;
  /** Standard deviations of open interest or price that count for three quarters, > 0; 1 by default. */
  readonly scale?: number;
  /** Time from the moment both open interest and price are known to the first score in ms, >= 0; two slow half lives by default. */
  readonly warmUpMs?: number;
};

/** What `openInterest` does when nothing is said. The half lives are those of books; see there for bars. */
export const openInterestDefaults: Required<Omit<OpenInterestOptions, 'warmUpMs'>> = {
  name: 'openInterest',
  price: 'mid',
  fastHalfLifeMs: 120_000,
  slowHalfLifeMs: 1_200_000,
  scale: 1,
};

type Settings = Required<Omit<OpenInterestOptions, 'name' | 'price'>> & { readonly priceOf: PriceReader };

/**
 * Scores positions that are being built, with the price they move, 0-100: above 50 open interest grows while the price rises
 * (longs are building), below 50 it grows while the price falls (shorts are building), 50 when nothing is built, the price
 * stands, or positions are being closed.
 *
 * Of log open interest in base units, and of the log price, the distance of a fast from a slow moving average, in standard
 * deviations of a random walk as volatile as the market's own: o and p.
 * score = 50 + 50 tanh(max(0, o) / scale) tanh(p / scale).
 *
 * Emits at every event that states the price (`book`; `bar` with a price of bars), once open interest and price have been
 * known for `warmUpMs`; open interest comes from `context` events. With a price of bars the default half lives are so much
 * longer that 5 s become one bar. Before the first open interest, or while it is not above 0, there is nothing to score; one
 * that never changes is 50. After an interruption (`quality` `syncing`) the score is withdrawn and the warm-up starts again;
 * stale data change nothing. Time is `receivedMs`.
 * @throws RangeError naming the option, its value and the bound
 * @example processed$.pipe(openInterest({ fastHalfLifeMs: 600_000, slowHalfLifeMs: 14_400_000 }))
 * @see Bessembinder and Seguin, "Price Volatility, Trading Volume, and Market Depth: Evidence from Futures Markets" (1993),
 * for open interest against what is expected of it
 * @see Murphy, "Technical Analysis of the Financial Markets" (1999), chapter 7, for price with rising and falling open interest
 */
export function openInterest(options: OpenInterestOptions = {}): SignalEngine {
  const { name, price, scale } = { ...openInterestDefaults, ...options };
  const priceOf = priceReader(price);
  const stretch = defaultStretch(price);
  const { fastHalfLifeMs = stretch * openInterestDefaults.fastHalfLifeMs } = options;
  const { slowHalfLifeMs = stretch * openInterestDefaults.slowHalfLifeMs } = options;
  const { warmUpMs = 2 * slowHalfLifeMs } = options;
  requirePositive({ fastHalfLifeMs, slowHalfLifeMs, scale });
  requireShorter('fastHalfLifeMs', fastHalfLifeMs, 'slowHalfLifeMs', slowHalfLifeMs);
  requireDuration('warmUpMs', warmUpMs);
  const settings = { fastHalfLifeMs, slowHalfLifeMs, scale, warmUpMs, priceOf };
  return rowEngine(name, (cells) => new OpenInterestModel(settings, cells), ['context', priceKind(price)]);
}

class OpenInterestModel implements RowModel {
  readonly #price: Move;
  readonly #openInterest: Move;

  constructor(
    private readonly settings: Settings,
    cells: Cells,
  ) {
    this.#price = new Move(settings, cells);
    this.#openInterest = new Move(settings, cells);
  }

  update(event: ProcessedMarketData): number | undefined {
    if (event.kind === 'context') this.#takeOpenInterest(event.openInterestBase ?? 0, event.receivedMs);
    const priceUsd = this.settings.priceOf(event);
    if (priceUsd === undefined) return undefined;
    this.#price.take(priceUsd, event.receivedMs);
    const { warmUpMs, scale } = this.settings;
    const knownMs = Math.max(this.#price.firstMs, this.#openInterest.firstMs);
    // Infinity minus anything stays below: nothing is known until both are.
    if (!(event.receivedMs - knownMs >= warmUpMs)) return undefined;
    const built = Math.tanh(Math.max(0, this.#openInterest.deviations) / scale);
    return built === 0 ? 50 : 50 + 50 * built * Math.tanh(this.#price.deviations / scale);
  }

  #takeOpenInterest(sizeBase: number, receivedMs: ProcessedMarketData['receivedMs']): void {
    if (sizeBase > 0) this.#openInterest.take(sizeBase, receivedMs);
  }
}

/** How far a positive quantity has moved, in deviations of its own usual moves. */
class Move {
  readonly #time: ElapsedTime;
  readonly #returns: LogReturns;
  readonly #gap: AverageGap;
  readonly #firstMs: number;

  constructor(
    { fastHalfLifeMs, slowHalfLifeMs }: Settings,
    private readonly cells: Cells,
  ) {
    this.#time = new ElapsedTime(cells);
    this.#returns = new LogReturns(cells);
    this.#gap = new AverageGap(fastHalfLifeMs, slowHalfLifeMs, cells);
    this.#firstMs = cells.reserve(1, Infinity);
  }

  /** When it was first known; Infinity before. */
  get firstMs(): number {
    return this.cells.row[this.#firstMs]!;
  }

  get deviations(): number {
    return this.#gap.deviations;
  }

  take(value: number, receivedMs: ProcessedMarketData['receivedMs']): void {
    if (this.firstMs === Infinity) this.cells.row[this.#firstMs] = receivedMs;
    this.#gap.add(this.#returns.next(value), this.#time.stepTo(receivedMs));
  }
}
