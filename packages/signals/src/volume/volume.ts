import type { ProcessedMarketData, SignalEngine } from '@perpstream/core';
import type { MarketModel } from '../engine/market-model';
import { requireDuration } from '../engine/require-duration';
import { requirePositive } from '../engine/require-positive';
import { requireShorter } from '../engine/require-shorter';
import { signalEngine } from '../engine/signal-engine';
import { DecayedRate } from '../math/decayed-rate';
import { ElapsedTime } from '../math/elapsed-time';
import { ratioScore } from '../math/ratio-score';

/** Options of `volume`. */
export type VolumeOptions = {
  /** Name under which the score appears; `volume` by default. */
  readonly name?: string;
  /** Half life of the recent rate in ms, > 0; 10,000 by default. */
  readonly recentHalfLifeMs?: number;
  /** Half life of the market's norm in ms, > `recentHalfLifeMs`; 120,000 by default. */
  readonly normHalfLifeMs?: number;
  /** Time from the first book or trade of a market to its first score in ms, >= 0; half of `normHalfLifeMs` by default. */
  readonly warmUpMs?: number;
  /** Power to which the ratio of recent rate to norm is taken, > 0; 1 by default. */
  readonly steepness?: number;
};

/**
 * Scores how much is traded now against the market's own norm, 0-100: 50 is as usual, 67 twice, 91 ten times as much,
 * 0 nothing. Says nothing of direction.
 *
 * Compares two time-decayed rates of traded USD, a recent one and a longer one, both averages over the time seen so far.
 * Emits at every `flow` and `book` event once `warmUpMs` have passed since the market's first one; the books carry the
 * time, so the score falls when trades stay away. A market without any trade so far is 50. After an interruption
 * (`quality` `syncing`) the score is withdrawn and the warm-up starts again.
 * @throws RangeError naming the option, its value and the bound
 * @example processed$.pipe(volume({ recentHalfLifeMs: 3_000, normHalfLifeMs: 60_000 }))
 */
export function volume(options: VolumeOptions = {}): SignalEngine {
  const { name = 'volume', recentHalfLifeMs = 10_000, normHalfLifeMs = 120_000, steepness = 1 } = options;
  const { warmUpMs = normHalfLifeMs / 2 } = options;
  requirePositive({ recentHalfLifeMs, normHalfLifeMs, steepness });
  requireShorter('recentHalfLifeMs', recentHalfLifeMs, 'normHalfLifeMs', normHalfLifeMs);
  requireDuration('warmUpMs', warmUpMs);
  return signalEngine(name, () => new VolumeModel({ recentHalfLifeMs, normHalfLifeMs, warmUpMs, steepness }));
}

class VolumeModel implements MarketModel {
  readonly #time = new ElapsedTime();
  readonly #recent: DecayedRate;
  readonly #norm: DecayedRate;

  constructor(private readonly settings: Omit<Required<VolumeOptions>, 'name'>) {
    this.#recent = new DecayedRate(settings.recentHalfLifeMs);
    this.#norm = new DecayedRate(settings.normHalfLifeMs);
  }

  update(event: ProcessedMarketData): number | undefined {
    if (event.kind !== 'flow' && event.kind !== 'book') return undefined;
    const stepMs = this.#time.stepTo(event.receivedMs);
    const tradedUsd = event.kind === 'flow' ? event.buyUsd + event.sellUsd : 0;
    this.#recent.add(tradedUsd, stepMs);
    this.#norm.add(tradedUsd, stepMs);
    if (this.#time.sinceFirstMs < this.settings.warmUpMs) return undefined;
    return ratioScore(this.#recent.perMs, this.#norm.perMs, this.settings.steepness);
  }
}
