import type { ProcessedMarketData, SignalEngine } from '@perpstream/core';
import { defaultStretch, priceKind, type PriceSource } from '../engine/price-source';
import { requireDuration } from '../engine/require-duration';
import { requirePositive } from '../engine/require-positive';
import { requireShorter } from '../engine/require-shorter';
import { rowEngine, type RowModel } from '../engine/row-engine';
import type { Cells } from '../math/cells';
import { DecayedRate } from '../math/decayed-rate';
import { ElapsedTime } from '../math/elapsed-time';
import { ratioScore } from '../math/ratio-score';
import { varianceReaders, type VarianceReader, type VolatilityEstimator } from './variance-reader';

/** Options of `volatility`. */
export type VolatilityOptions = {
  /** Name under which the score appears; `volatility` by default. */
  readonly name?: string;
  /** Half life of the recent volatility in ms, > 0; 10,000 by default. */
  readonly recentHalfLifeMs?: number;
  /** Half life of the market's norm in ms, > `recentHalfLifeMs`; 120,000 by default. */
  readonly normHalfLifeMs?: number;
  /** Time from the first price of a market to its first score in ms, >= 0; half of `normHalfLifeMs` by default. */
  readonly warmUpMs?: number;
  /** Price that is watched; `micro` by default. The range-based estimators need bars. */
  readonly price?: PriceSource;
  /** `realised`, from price to price, by default; or one from the range of each bar. */
  readonly estimator?: VolatilityEstimator;
  /** Power to which the ratio of recent volatility to norm is taken, > 0; 2 by default. */
  readonly steepness?: number;
};

/** What `volatility` does when nothing is said. The half lives are those of books; see there for bars. */
export const volatilityDefaults: Required<Omit<VolatilityOptions, 'warmUpMs'>> = {
  name: 'volatility',
  recentHalfLifeMs: 10_000,
  normHalfLifeMs: 120_000,
  price: 'micro',
  estimator: 'realised',
  steepness: 2,
};

type Settings = {
  readonly recentHalfLifeMs: number;
  readonly normHalfLifeMs: number;
  readonly warmUpMs: number;
  readonly steepness: number;
  readonly createReader: (cells: Cells) => VarianceReader;
};

/**
 * Scores how much the price moves now against the market's own norm, 0-100: 50 is as usual, 80 twice, 94 four times as
 * volatile, toward 0 ever calmer. Says nothing of direction.
 *
 * Compares two time-decayed volatilities, a recent one and a longer one: 100 / (1 + (norm / recent) ^ steepness). Each is
 * the root of the rate of variance: of squared log returns from price to price, or, with `price` `{ barMs }` and another
 * `estimator`, of what the four prices of each bar say.
 *
 * Emits at every event that states the price (`book`; `bar` with a price of bars) once `warmUpMs` have passed since the
 * market's first one. With a price of bars the default half lives are 2 and 24 bars. A price that has never moved is 50,
 * as calm as always; one that stops moving falls toward 0. After an interruption (`quality` `syncing`) the score is
 * withdrawn and the warm-up starts again; stale data change nothing.
 * @throws RangeError naming the option, its value and the bound
 * @example processed$.pipe(volatility({ recentHalfLifeMs: 3_000, normHalfLifeMs: 60_000 }))
 * @example bars$.pipe(volatility({ price: { barMs: 60_000 }, estimator: 'yangZhang' }))
 * @see Andersen, Bollerslev, Diebold and Labys, "Modeling and Forecasting Realized Volatility" (2003), for realised variance
 */
export function volatility(options: VolatilityOptions = {}): SignalEngine {
  const { name, price, estimator, steepness } = { ...volatilityDefaults, ...options };
  const createReader = varianceReaders(estimator, price);
  const stretch = defaultStretch(price);
  const { recentHalfLifeMs = volatilityDefaults.recentHalfLifeMs * stretch } = options;
  const { normHalfLifeMs = volatilityDefaults.normHalfLifeMs * stretch } = options;
  const { warmUpMs = normHalfLifeMs / 2 } = options;
  requirePositive({ recentHalfLifeMs, normHalfLifeMs, steepness });
  requireShorter('recentHalfLifeMs', recentHalfLifeMs, 'normHalfLifeMs', normHalfLifeMs);
  requireDuration('warmUpMs', warmUpMs);
  const settings = { recentHalfLifeMs, normHalfLifeMs, warmUpMs, steepness, createReader };
  return rowEngine(name, (cells) => new VolatilityModel(settings, cells), [priceKind(price)]);
}

class VolatilityModel implements RowModel {
  readonly #time: ElapsedTime;
  readonly #varianceOf: VarianceReader;
  readonly #recentVariance: DecayedRate;
  readonly #normVariance: DecayedRate;

  constructor(
    private readonly settings: Settings,
    cells: Cells,
  ) {
    this.#time = new ElapsedTime(cells);
    this.#varianceOf = settings.createReader(cells);
    this.#recentVariance = new DecayedRate(settings.recentHalfLifeMs, cells);
    this.#normVariance = new DecayedRate(settings.normHalfLifeMs, cells);
  }

  update(event: ProcessedMarketData): number | undefined {
    const variance = this.#varianceOf(event);
    if (variance === undefined) return undefined;
    const { warmUpMs, steepness } = this.settings;
    const stepMs = this.#time.stepTo(event.receivedMs);
    this.#recentVariance.add(variance, stepMs);
    this.#normVariance.add(variance, stepMs);
    if (this.#time.sinceFirstMs < warmUpMs) return undefined;
    return ratioScore(this.#recentVariance.perMs, this.#normVariance.perMs, steepness / 2);
  }
}
