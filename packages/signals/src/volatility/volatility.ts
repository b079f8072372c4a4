import type { ProcessedMarketData, SignalEngine } from '@perpstream/core';
import type { MarketModel } from '../engine/market-model';
import { priceReader, type PriceReader, type PriceSource } from '../engine/price-source';
import { requireDuration } from '../engine/require-duration';
import { requirePositive } from '../engine/require-positive';
import { requireShorter } from '../engine/require-shorter';
import { signalEngine } from '../engine/signal-engine';
import { DecayedRate } from '../math/decayed-rate';
import { ElapsedTime } from '../math/elapsed-time';
import { LogReturns } from '../math/log-returns';
import { ratioScore } from '../math/ratio-score';

/** Options of `volatility`. */
export type VolatilityOptions = {
  /** Name under which the score appears; `volatility` by default. */
  readonly name?: string;
  /** Half life of the recent volatility in ms, > 0; 10,000 by default. */
  readonly recentHalfLifeMs?: number;
  /** Half life of the market's norm in ms, > `recentHalfLifeMs`; 120,000 by default. */
  readonly normHalfLifeMs?: number;
  /** Time from the first book of a market to its first score in ms, >= 0; half of `normHalfLifeMs` by default. */
  readonly warmUpMs?: number;
  /** Price that is watched; `micro` by default. */
  readonly price?: PriceSource;
  /** Power to which the ratio of recent volatility to norm is taken, > 0; 2 by default. */
  readonly steepness?: number;
};

type Settings = Omit<Required<VolatilityOptions>, 'name' | 'price'> & { readonly priceOf: PriceReader };

/**
 * Scores how much the price moves now against the market's own norm, 0-100: 50 is as usual, 80 twice, 94 four times as
 * volatile, toward 0 ever calmer. Says nothing of direction.
 *
 * Compares two time-decayed realised volatilities (roots of the rate of squared log returns from book to book), a recent
 * one and a longer one. Emits at every `book` event once `warmUpMs` have passed since the market's first one. A price
 * that has never moved is 50, as calm as always; one that stops moving falls toward 0. After an interruption (`quality`
 * `syncing`) the score is withdrawn and the warm-up starts again.
 * @throws RangeError naming the option, its value and the bound
 * @example processed$.pipe(volatility({ recentHalfLifeMs: 3_000, normHalfLifeMs: 60_000 }))
 * @see Andersen, Bollerslev, Diebold and Labys, "Modeling and Forecasting Realized Volatility" (2003), for realised variance
 */
export function volatility(options: VolatilityOptions = {}): SignalEngine {
  const { name = 'volatility', recentHalfLifeMs = 10_000, normHalfLifeMs = 120_000, steepness = 2 } = options;
  const { warmUpMs = normHalfLifeMs / 2, price = 'micro' } = options;
  requirePositive({ recentHalfLifeMs, normHalfLifeMs, steepness });
  requireShorter('recentHalfLifeMs', recentHalfLifeMs, 'normHalfLifeMs', normHalfLifeMs);
  requireDuration('warmUpMs', warmUpMs);
  const settings = { recentHalfLifeMs, normHalfLifeMs, warmUpMs, steepness, priceOf: priceReader(price) };
  return signalEngine(name, () => new VolatilityModel(settings));
}

class VolatilityModel implements MarketModel {
  readonly #time = new ElapsedTime();
  readonly #returns = new LogReturns();
  readonly #recentVariance: DecayedRate;
  readonly #normVariance: DecayedRate;

  constructor(private readonly settings: Settings) {
    this.#recentVariance = new DecayedRate(settings.recentHalfLifeMs);
    this.#normVariance = new DecayedRate(settings.normHalfLifeMs);
  }

  update(event: ProcessedMarketData): number | undefined {
    const priceUsd = this.settings.priceOf(event);
    if (priceUsd === undefined) return undefined;
    const { warmUpMs, steepness } = this.settings;
    const stepMs = this.#time.stepTo(event.receivedMs);
    const squaredReturn = this.#returns.next(priceUsd) ** 2;
    this.#recentVariance.add(squaredReturn, stepMs);
    this.#normVariance.add(squaredReturn, stepMs);
    if (this.#time.sinceFirstMs < warmUpMs) return undefined;
    return ratioScore(this.#recentVariance.perMs, this.#normVariance.perMs, steepness / 2);
  }
}
