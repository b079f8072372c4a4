import type { ProcessedMarketData, SignalEngine } from '@perpstream/core';
import type { MarketModel } from '../engine/market-model';
import { priceReader, type PriceReader, type PriceSource } from '../engine/price-source';
import { requireDuration } from '../engine/require-duration';
import { requirePositive } from '../engine/require-positive';
import { requireShorter } from '../engine/require-shorter';
import { signalEngine } from '../engine/signal-engine';
import { DecayedRate } from '../math/decayed-rate';
import { DecayedSum } from '../math/decayed-sum';
import { ElapsedTime } from '../math/elapsed-time';
import { timeConstantMs } from '../math/half-life';
import { LogReturns } from '../math/log-returns';
import { signedScore } from '../math/signed-score';

/** Options of `momentum`. */
export type MomentumOptions = {
  /** Name under which the score appears; `momentum` by default. */
  readonly name?: string;
  /** Half life of the fast average in ms, > 0; 5,000 by default. */
  readonly fastHalfLifeMs?: number;
  /** Half life of the slow average and of the volatility in ms, > `fastHalfLifeMs`; 30,000 by default. */
  readonly slowHalfLifeMs?: number;
  /** Time from the first book of a market to its first score in ms, >= 0; two slow half lives by default. */
  readonly warmUpMs?: number;
  /** Price that is watched; `micro` by default. */
  readonly price?: PriceSource;
  /** Standard deviations of a random walk at which the score is 88 or 12, > 0; 1.5 by default. */
  readonly scale?: number;
};

type Settings = Omit<Required<MomentumOptions>, 'name' | 'price'> & { readonly priceOf: PriceReader };

/**
 * Scores short-term price momentum, 0-100: above 50 the price rises, below 50 it falls, 50 is flat.
 *
 * The distance of a fast from a slow moving average of the log price, in standard deviations of what a random walk of
 * the market's own volatility would show, squashed by tanh. Both averages weigh a price by the time it was in force, so
 * the score does not depend on how often the book is sent, nor on the price level.
 *
 * Emits at every `book` event once `warmUpMs` have passed since the market's first one. A price that does not move is 50.
 * After an interruption (`quality` `syncing`) the score is withdrawn and the warm-up starts again.
 * @throws RangeError naming the option, its value and the bound
 * @example processed$.pipe(momentum({ fastHalfLifeMs: 1_000, slowHalfLifeMs: 6_000 }))
 * @see Appel, "Technical Analysis: Power Tools for Active Investors" (2005), chapter 8, for the difference of two averages
 */
export function momentum(options: MomentumOptions = {}): SignalEngine {
  const { name = 'momentum', fastHalfLifeMs = 5_000, slowHalfLifeMs = 30_000, price = 'micro', scale = 1.5 } = options;
  const { warmUpMs = 2 * slowHalfLifeMs } = options;
  requirePositive({ fastHalfLifeMs, slowHalfLifeMs, scale });
  requireShorter('fastHalfLifeMs', fastHalfLifeMs, 'slowHalfLifeMs', slowHalfLifeMs);
  requireDuration('warmUpMs', warmUpMs);
  const settings = { fastHalfLifeMs, slowHalfLifeMs, warmUpMs, scale, priceOf: priceReader(price) };
  return signalEngine(name, () => new MomentumModel(settings));
}

class MomentumModel implements MarketModel {
  readonly #time = new ElapsedTime();
  readonly #returns = new LogReturns();
  /** Log price minus its moving average is the decayed sum of returns; unlike the averages it is exactly 0 at rest. */
  readonly #aboveFast: DecayedSum;
  readonly #aboveSlow: DecayedSum;
  readonly #variance: DecayedRate;
  readonly #deviationPerVolatility: number;

  constructor(private readonly settings: Settings) {
    this.#aboveFast = new DecayedSum(settings.fastHalfLifeMs);
    this.#aboveSlow = new DecayedSum(settings.slowHalfLifeMs);
    this.#variance = new DecayedRate(settings.slowHalfLifeMs);
    this.#deviationPerVolatility = averageGapDeviation(settings.fastHalfLifeMs, settings.slowHalfLifeMs);
  }

  update(event: ProcessedMarketData): number | undefined {
    const priceUsd = this.settings.priceOf(event);
    if (priceUsd === undefined) return undefined;
    const stepMs = this.#time.stepTo(event.receivedMs);
    const logReturn = this.#returns.next(priceUsd);
    this.#aboveFast.add(logReturn, stepMs);
    this.#aboveSlow.add(logReturn, stepMs);
    this.#variance.add(logReturn * logReturn, stepMs);
    if (this.#time.sinceFirstMs < this.settings.warmUpMs) return undefined;
    return signedScore(this.#deviations(), this.settings.scale);
  }

  /** Fast minus slow average, in standard deviations. */
  #deviations(): number {
    const deviation = Math.sqrt(this.#variance.perMs) * this.#deviationPerVolatility;
    return deviation > 0 ? (this.#aboveSlow.value - this.#aboveFast.value) / deviation : 0;
  }
}

/**
 * Standard deviation of (fast minus slow average) of a random walk with variance 1 per ms. A walk minus its moving
 * average is an Ornstein-Uhlenbeck process with variance T/2, T its time constant, and two of them have covariance
 * T1 T2 / (T1 + T2); from there (Ts - Tf)^2 / (2 (Ts + Tf)).
 */
function averageGapDeviation(fastHalfLifeMs: number, slowHalfLifeMs: number): number {
  const fastMs = timeConstantMs(fastHalfLifeMs);
  const slowMs = timeConstantMs(slowHalfLifeMs);
  return (slowMs - fastMs) / Math.sqrt(2 * (slowMs + fastMs));
}
