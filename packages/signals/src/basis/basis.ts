import type { ProcessedMarketData, SignalEngine } from '@perpstream/core';
import { defaultStretch, priceKind, priceReader, type PriceReader, type PriceSource } from '../engine/price-source';
import { requireDuration } from '../engine/require-duration';
import { requirePositive } from '../engine/require-positive';
import { requireShorter } from '../engine/require-shorter';
import { rowEngine, type RowModel } from '../engine/row-engine';
import type { Cells } from '../math/cells';
import { DecayedDeviation } from '../math/decayed-deviation';
import { DecayedMean } from '../math/decayed-mean';
import { ElapsedTime } from '../math/elapsed-time';
import { signedScore } from '../math/signed-score';
import { OraclePrice } from './oracle-price';

/** Options of `basis`. */
export type BasisOptions = {
  /** Name under which the score appears; `basis` by default. */
  readonly name?: string;
  /** Price that is held against the oracle price; `mid` by default. */
  readonly price?: PriceSource;
  /** Half life in ms of the average of the premium that is scored, > 0; 2,000 by default, longer for bars. */
  readonly recentHalfLifeMs?: number;
  /** Half life in ms of what is usual, > `recentHalfLifeMs`; 600,000 by default, longer for bars. */
  readonly normHalfLifeMs?: number;
  /** Largest age of the oracle price in ms, > 0; 30,000 by default, longer for bars. An older one counts as none. */
  readonly maxOracleAgeMs?: number;
  /** Deviation in basis points below which a premium counts as at rest, > 0; 0.1 by default. */
  readonly restBps?: number;
  /** Standard deviations at which the score is 88 or 12, > 0; 2 by default. */
  readonly scale?: number;
  /** Time from the first premium of a market to its first score in ms, >= 0; half of `normHalfLifeMs` by default. */
  readonly warmUpMs?: number;
};

/** What `basis` does when nothing is said. The durations are those of books; see there for bars. */
export const basisDefaults: Required<Omit<BasisOptions, 'warmUpMs'>> = {
  name: 'basis',
  price: 'mid',
  recentHalfLifeMs: 2_000,
  normHalfLifeMs: 600_000,
  maxOracleAgeMs: 30_000,
  restBps: 0.1,
  scale: 2,
};

type Settings = Required<Omit<BasisOptions, 'name' | 'price'>> & { readonly priceOf: PriceReader };

/**
 * Scores the price of the perpetual against the oracle price, 0-100: below 50 it stands above its usual premium (it tends to
 * come back, and longs pay for it at the next funding), above 50 below it; 50 is as usual.
 *
 * Premium in basis points = (price / oracle price - 1) x 10,000, averaged over `recentHalfLifeMs`;
 * score = 50 - 50 tanh(z / scale), z = (premium - its mean) / root of (its variance + restBps squared), mean and variance over
 * fading time. A premium that stands still is 50.
 *
 * Emits at every event that states the price (`book`; `bar` with a price of bars), once the premium has been known for
 * `warmUpMs`. While there is no oracle price, or one older than `maxOracleAgeMs` at the event, there is no score: one that was
 * given is withdrawn, once. What is usual is kept meanwhile; it does not age. After an interruption (`quality` `syncing`) the
 * score is withdrawn and the warm-up starts again; stale data change nothing. With a price of bars the default durations are
 * so much longer that 5 s become one bar. Time is `receivedMs`.
 * @throws RangeError naming the option, its value and the bound
 * @example processed$.pipe(basis({ maxOracleAgeMs: 10_000 }))
 * @example events$.pipe(basis({ price: { barMs: 60_000 }, maxOracleAgeMs: 3_600_000 }))
 * @see https://docs.dydx.xyz for the premium of a market and what longs pay for it
 * @see He, Manela, Ross and von Wachter, "Fundamentals of Perpetual Futures" (2022), for deviations that come back
 */
export function basis(options: BasisOptions = {}): SignalEngine {
  const { name, price, restBps, scale } = { ...basisDefaults, ...options };
  const priceOf = priceReader(price);
  const durations = { ...durationsFor(price), ...options };
  const { recentHalfLifeMs, normHalfLifeMs, maxOracleAgeMs, warmUpMs = normHalfLifeMs / 2 } = durations;
  requirePositive({ recentHalfLifeMs, normHalfLifeMs, maxOracleAgeMs, restBps, scale });
  requireShorter('recentHalfLifeMs', recentHalfLifeMs, 'normHalfLifeMs', normHalfLifeMs);
  requireDuration('warmUpMs', warmUpMs);
  const settings = { recentHalfLifeMs, normHalfLifeMs, maxOracleAgeMs, warmUpMs, restBps, scale, priceOf };
  return rowEngine(name, (cells) => new BasisModel(settings, cells), ['context', priceKind(price)]);
}

function durationsFor(price: PriceSource): Pick<Settings, 'recentHalfLifeMs' | 'normHalfLifeMs' | 'maxOracleAgeMs'> {
  const { recentHalfLifeMs, normHalfLifeMs, maxOracleAgeMs } = basisDefaults;
  const stretch = defaultStretch(price);
  return {
    recentHalfLifeMs: stretch * recentHalfLifeMs,
    normHalfLifeMs: stretch * normHalfLifeMs,
    maxOracleAgeMs: stretch * maxOracleAgeMs,
  };
}

class BasisModel implements RowModel {
  readonly #time: ElapsedTime;
  readonly #recent: DecayedMean;
  readonly #norm: DecayedDeviation;
  readonly #oracle: OraclePrice;
  readonly #knownMs: number;

  constructor(
    private readonly settings: Settings,
    private readonly cells: Cells,
  ) {
    this.#time = new ElapsedTime(cells);
    this.#recent = new DecayedMean(settings.recentHalfLifeMs, cells);
    this.#norm = new DecayedDeviation(settings.normHalfLifeMs, cells);
    this.#oracle = new OraclePrice(cells);
    this.#knownMs = cells.reserve(1, -1);
  }

  update(event: ProcessedMarketData): number | null | undefined {
    if (event.kind === 'context') this.#oracle.take(event);
    const priceUsd = this.settings.priceOf(event);
    if (priceUsd === undefined) return undefined;
    // Time without a premium is taken out of the clock, so that what is usual does not age with the last one known.
    const stepMs = this.#time.stepTo(event.receivedMs);
    const oracleUsd = this.#oracle.priceUsdAt(event.receivedMs, this.settings.maxOracleAgeMs);
    if (oracleUsd === undefined) return null;
    const beforeMs = this.cells.row[this.#knownMs]!;
    const knownMs = beforeMs < 0 ? 0 : beforeMs + stepMs;
    this.cells.row[this.#knownMs] = knownMs;
    return this.#scoreOf((priceUsd / oracleUsd - 1) * 10_000, knownMs === 0 ? 0 : stepMs);
  }

  #scoreOf(premiumBps: number, stepMs: number): number | undefined {
    this.#recent.update(premiumBps, stepMs);
    this.#norm.update(this.#recent.value, stepMs);
    const { restBps, scale, warmUpMs } = this.settings;
    if (this.cells.row[this.#knownMs]! < warmUpMs) return undefined;
    const { mean, deviation } = this.#norm;
    const deviations = (this.#recent.value - mean) / Math.sqrt(deviation * deviation + restBps * restBps);
    return signedScore(-deviations, scale);
  }
}
