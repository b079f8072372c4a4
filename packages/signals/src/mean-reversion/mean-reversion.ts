import type { ProcessedMarketData, SignalEngine } from '@perpstream/core';
import { defaultStretch, priceKind, priceReader, type PriceReader, type PriceSource } from '../engine/price-source';
import { requireDuration } from '../engine/require-duration';
import { requirePositive } from '../engine/require-positive';
import { requireShorter } from '../engine/require-shorter';
import { rowEngine, type RowModel } from '../engine/row-engine';
import type { Cells } from '../math/cells';
import { ElapsedTime } from '../math/elapsed-time';
import { LogReturns } from '../math/log-returns';
import { MeanDistance } from '../math/mean-distance';
import { signedScore } from '../math/signed-score';

/** Options of `meanReversion`. */
export type MeanReversionOptions = {
  /** Name under which the score appears; `meanReversion` by default. */
  readonly name?: string;
  /** Half life in ms of the average that the price is measured against, > 0; 60,000 by default. */
  readonly meanHalfLifeMs?: number;
  /** Half life in ms of the volatility and of the variance ratio, > `meanHalfLifeMs`; 600,000 by default. */
  readonly normHalfLifeMs?: number;
  /** Time from the first price of a market to its first score in ms, >= 0; two `normHalfLifeMs` by default. */
  readonly warmUpMs?: number;
  /** Price that is watched; `micro` by default. */
  readonly price?: PriceSource;
  /** How strongly the variance ratio counts, the power to which it is taken, > 0; 2 by default. */
  readonly steepness?: number;
  /** Standard deviations below the average at which a random walk scores 88, > 0; 1.5 by default. */
  readonly scale?: number;
};

/** What `meanReversion` does when nothing is said. The half lives are those of books; see there for bars. */
export const meanReversionDefaults: Required<Omit<MeanReversionOptions, 'warmUpMs'>> = {
  name: 'meanReversion',
  meanHalfLifeMs: 60_000,
  normHalfLifeMs: 600_000,
  price: 'micro',
  steepness: 2,
  scale: 1.5,
};

type Settings = {
  readonly meanHalfLifeMs: number;
  readonly normHalfLifeMs: number;
  readonly warmUpMs: number;
  readonly steepness: number;
  readonly scale: number;
  readonly priceOf: PriceReader;
};

/**
 * Scores how far the price is from its recent mean and how likely it is to come back, 0-100: above 50 the price is below
 * its mean (expect it to rise), below 50 above it, 50 is neutral.
 *
 * 50 - 50 tanh(z w / scale). z is the distance of the log price from its moving average in standard deviations of a random
 * walk with the market's own volatility; w = 2 / (1 + R ^ steepness) weighs it by the variance ratio R of such distances:
 * 1 in a random walk, toward 2 where moves are undone, toward 0 where they go on. R is the same as a half life of reversion,
 * `meanHalfLifeMs` R / (1 - R): the longer it is, the less the distance counts.
 *
 * Emits at every event that states the price (`book`; `bar` with a price of bars) once `warmUpMs` have passed since the
 * market's first one. With a price of bars the default half lives are 12 and 120 bars. A price that does not move is 50.
 * After an interruption (`quality` `syncing`) the score is withdrawn and the warm-up starts again; stale data change
 * nothing.
 * @throws RangeError naming the option, its value and the bound
 * @example processed$.pipe(meanReversion({ meanHalfLifeMs: 20_000, normHalfLifeMs: 200_000 }))
 * @see Uhlenbeck and Ornstein, "On the Theory of the Brownian Motion" (1930), for the variance of a process that reverts
 * @see Poterba and Summers, "Mean reversion in stock prices" (1988), for variance ratios as a measure of reversion
 */
export function meanReversion(options: MeanReversionOptions = {}): SignalEngine {
  const { name, price, steepness, scale } = { ...meanReversionDefaults, ...options };
  const priceOf = priceReader(price);
  const stretch = defaultStretch(price);
  const { meanHalfLifeMs = meanReversionDefaults.meanHalfLifeMs * stretch } = options;
  const { normHalfLifeMs = meanReversionDefaults.normHalfLifeMs * stretch } = options;
  const { warmUpMs = 2 * normHalfLifeMs } = options;
  requirePositive({ meanHalfLifeMs, normHalfLifeMs, steepness, scale });
  requireShorter('meanHalfLifeMs', meanHalfLifeMs, 'normHalfLifeMs', normHalfLifeMs);
  requireDuration('warmUpMs', warmUpMs);
  const settings = { meanHalfLifeMs, normHalfLifeMs, warmUpMs, steepness, scale, priceOf };
  return rowEngine(name, (cells) => new MeanReversionModel(settings, cells), [priceKind(price)]);
}

class MeanReversionModel implements RowModel {
  readonly #time: ElapsedTime;
  readonly #returns: LogReturns;
  readonly #distance: MeanDistance;

  constructor(
    private readonly settings: Settings,
    cells: Cells,
  ) {
    this.#time = new ElapsedTime(cells);
    this.#returns = new LogReturns(cells);
    this.#distance = new MeanDistance(settings.meanHalfLifeMs, settings.normHalfLifeMs, cells);
  }

  update(event: ProcessedMarketData): number | undefined {
    const { priceOf, warmUpMs, steepness, scale } = this.settings;
    const priceUsd = priceOf(event);
    if (priceUsd === undefined) return undefined;
    const stepMs = this.#time.stepTo(event.receivedMs);
    this.#distance.add(this.#returns.next(priceUsd), stepMs);
    if (this.#time.sinceFirstMs < warmUpMs) return undefined;
    const { deviations, varianceRatio } = this.#distance;
    return signedScore((-2 * deviations) / (1 + varianceRatio ** steepness), scale);
  }
}
