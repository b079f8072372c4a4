import type { ProcessedMarketData, SignalEngine } from '@perpstream/core';
import { defaultStretch, priceKind, priceReader, type PriceReader, type PriceSource } from '../engine/price-source';
import { requireDuration } from '../engine/require-duration';
import { requirePositive } from '../engine/require-positive';
import { rowEngine, type RowModel } from '../engine/row-engine';
import { AverageGap, gapCovariance } from '../math/average-gap';
import type { Cells } from '../math/cells';
import { ElapsedTime } from '../math/elapsed-time';
import { LogReturns } from '../math/log-returns';
import { signedScore } from '../math/signed-score';
import { requireHorizons, type MomentumHorizon } from './momentum-horizon';

/** Options of `momentum`. */
export type MomentumOptions = {
  /** Name under which the score appears; `momentum` by default. */
  readonly name?: string;
  /** The time scales, at least one; 5 s in 30 s, 30 s in 3 min and 2 min in 12 min by default, all of weight 1. */
  readonly horizons?: readonly MomentumHorizon[];
  /** Instead of `horizons`: half life in ms of the fast average of a single one, > 0; 5,000 when only the slow is given. */
  readonly fastHalfLifeMs?: number;
  /** Instead of `horizons`: half life in ms of the slow average of a single one; 30,000 when only the fast is given. */
  readonly slowHalfLifeMs?: number;
  /** Time from the first price of a market to its first score in ms, >= 0; two of the longest half lives by default. */
  readonly warmUpMs?: number;
  /** Price that is watched; `micro` by default. */
  readonly price?: PriceSource;
  /** Standard deviations of a random walk at which the score is 88 or 12, > 0; 1.5 by default. */
  readonly scale?: number;
};

/** What `momentum` does when nothing is said. The horizons are those of books; see there for bars. */
export const momentumDefaults: Required<Pick<MomentumOptions, 'name' | 'horizons' | 'price' | 'scale'>> = {
  name: 'momentum',
  horizons: [
    { fastHalfLifeMs: 5_000, slowHalfLifeMs: 30_000, weight: 1 },
    { fastHalfLifeMs: 30_000, slowHalfLifeMs: 180_000, weight: 1 },
    { fastHalfLifeMs: 120_000, slowHalfLifeMs: 720_000, weight: 1 },
  ],
  price: 'micro',
  scale: 1.5,
};

type Settings = {
  readonly horizons: readonly MomentumHorizon[];
  readonly warmUpMs: number;
  readonly scale: number;
  readonly priceOf: PriceReader;
};

/**
 * Scores price momentum over several time scales, 0-100: above 50 the price rises, below 50 it falls, 50 is flat.
 *
 * For each horizon, the distance of a fast from a slow moving average of the log price, in standard deviations of what a
 * random walk of the market's own volatility would show. Their weighted mean, again in standard deviations of a random
 * walk, is squashed: 50 + 50 tanh(deviations / scale). Averages weigh a price by the time it was in force, so the score
 * does not depend on how often the book is sent, nor on the price level.
 *
 * Emits at every event that states the price (`book`; `bar` with a price of bars) once `warmUpMs` have passed since the
 * market's first one. With a price of bars the default half lives are so much longer that the shortest is one bar. A price
 * that does not move is 50. After an interruption (`quality` `syncing`) the score is withdrawn and the warm-up starts
 * again; stale data change nothing.
 * @throws RangeError naming the option, its value and the bound
 * @example processed$.pipe(momentum({ fastHalfLifeMs: 1_000, slowHalfLifeMs: 6_000 }))
 * @example
 * const hour = 3_600_000;
 * const daily = { fastHalfLifeMs: 8 * hour, slowHalfLifeMs: 24 * hour, weight: 2 };
 * const weekly = { fastHalfLifeMs: 48 * hour, slowHalfLifeMs: 168 * hour, weight: 1 };
 * bars$.pipe(momentum({ horizons: [daily, weekly], price: { barMs: hour } }));
 * @see Baz, Granger, Harvey, Le Roux and Rattray, "Dissecting Investment Strategies in the Cross Section and Time Series"
 * (2015), for crossovers over several horizons in units of volatility, through a response function
 * @see Moskowitz, Ooi and Pedersen, "Time series momentum" (2012), for returns in units of the market's own volatility
 */
export function momentum(options: MomentumOptions = {}): SignalEngine {
  const { name, price, scale } = { ...momentumDefaults, ...options };
  const priceOf = priceReader(price);
  const horizons = horizonsOf(options, price);
  requireHorizons(horizons);
  const { warmUpMs = 2 * Math.max(...horizons.map(({ slowHalfLifeMs }) => slowHalfLifeMs)) } = options;
  requirePositive({ scale });
  requireDuration('warmUpMs', warmUpMs);
  const settings = { horizons, warmUpMs, scale, priceOf };
  return rowEngine(name, (cells) => new MomentumModel(settings, cells), [priceKind(price)]);
}

function horizonsOf(options: MomentumOptions, price: PriceSource): readonly MomentumHorizon[] {
  const { horizons, fastHalfLifeMs, slowHalfLifeMs } = options;
  if (fastHalfLifeMs !== undefined || slowHalfLifeMs !== undefined) {
    if (horizons !== undefined)
      throw new RangeError('horizons must not be given together with half lives of one horizon');
    return [{ fastHalfLifeMs: fastHalfLifeMs ?? 5_000, slowHalfLifeMs: slowHalfLifeMs ?? 30_000, weight: 1 }];
  }
  if (horizons !== undefined) return horizons;
  const stretch = defaultStretch(price);
  return momentumDefaults.horizons.map((horizon) => ({
    fastHalfLifeMs: horizon.fastHalfLifeMs * stretch,
    slowHalfLifeMs: horizon.slowHalfLifeMs * stretch,
    weight: horizon.weight,
  }));
}

class MomentumModel implements RowModel {
  readonly #time: ElapsedTime;
  readonly #returns: LogReturns;
  readonly #gaps: readonly AverageGap[];
  readonly #weights: readonly number[];

  constructor(
    private readonly settings: Settings,
    cells: Cells,
  ) {
    const { horizons } = settings;
    this.#time = new ElapsedTime(cells);
    this.#returns = new LogReturns(cells);
    this.#gaps = horizons.map((horizon) => new AverageGap(horizon.fastHalfLifeMs, horizon.slowHalfLifeMs, cells));
    const deviation = blendDeviation(horizons);
    this.#weights = horizons.map(({ weight }) => weight / deviation);
  }

  update(event: ProcessedMarketData): number | undefined {
    const priceUsd = this.settings.priceOf(event);
    if (priceUsd === undefined) return undefined;
    const stepMs = this.#time.stepTo(event.receivedMs);
    const logReturn = this.#returns.next(priceUsd);
    for (const gap of this.#gaps) gap.add(logReturn, stepMs);
    if (this.#time.sinceFirstMs < this.settings.warmUpMs) return undefined;
    return signedScore(this.#deviations(), this.settings.scale);
  }

  #deviations(): number {
    let sum = 0;
    for (let index = 0; index < this.#gaps.length; index += 1) {
      sum += (this.#weights[index] ?? 0) * (this.#gaps[index]?.deviations ?? 0);
    }
    return sum;
  }
}

/** Standard deviation of the weighted sum of all horizons' deviations over a random walk: they overlap in time. */
function blendDeviation(horizons: readonly MomentumHorizon[]): number {
  const deviation = (horizon: MomentumHorizon): number => Math.sqrt(gapCovariance(horizon, horizon));
  const terms = horizons.flatMap((one) =>
    horizons.map(
      (other) => (one.weight * other.weight * gapCovariance(one, other)) / (deviation(one) * deviation(other)),
    ),
  );
  return Math.sqrt(terms.reduce((sum, term) => sum + term, 0));
}
