import type { ProcessedMarketData, SignalEngine } from '@perpstream/core';
import { barReader } from '../engine/bar-source';
import { recentAndNorm } from '../engine/recent-and-norm';
import { requireDuration } from '../engine/require-duration';
import { requirePositive } from '../engine/require-positive';
import { rowEngine, type RowModel } from '../engine/row-engine';
import { moneyKinds, TradedMoney } from '../engine/traded-money';
import type { Cells } from '../math/cells';
import { DecayedRate } from '../math/decayed-rate';
import { ratioScore } from '../math/ratio-score';
import { spreadShare } from '../math/spread-share';
import { DailyProfile } from './daily-profile';

/** Options of `volume`. */
export type VolumeOptions = {
  /** Name under which the score appears; `volume` by default. */
  readonly name?: string;
  /** Half life of the recent rate in ms, > 0; 10,000 by default, two bars with `barMs`. */
  readonly recentHalfLifeMs?: number;
  /** Half life of the longer rate in ms, > `recentHalfLifeMs`; 120,000 by default, 24 bars with `barMs`. */
  readonly normHalfLifeMs?: number;
  /** Days after which a day counts half in what is usual at its hours, > 0; 3 by default. */
  readonly seasonHalfLifeDays?: number;
  /** Time known of a market before its first score in ms, >= 0; half of `normHalfLifeMs` by default. */
  readonly warmUpMs?: number;
  /** Power to which the ratio of recent rate to norm is taken, > 0; 1 by default. */
  readonly steepness?: number;
  /** Length of the time bars to read instead of flows and books, in ms. */
  readonly barMs?: number;
};

/** What `volume` does where its options say nothing; `warmUpMs` follows, half lives are longer with `barMs`. */
export const volumeDefaults: Required<Omit<VolumeOptions, 'warmUpMs' | 'barMs'>> = {
  name: 'volume',
  recentHalfLifeMs: 10_000,
  normHalfLifeMs: 120_000,
  seasonHalfLifeDays: 3,
  steepness: 1,
};

type Settings = Required<Omit<VolumeOptions, 'name' | 'barMs'>> & { readonly barMs: number | undefined };

/**
 * Scores how much is traded now against the market's own norm for this time of day, 0-100: 50 is as usual, 67 twice, 91
 * ten times as much, 0 nothing. An intensity: says nothing of direction.
 *
 * The recent rate of traded USD, time-decayed, over the norm: `100 / (1 + (norm / recent)^steepness)`. The norm is
 * `known x usual + (1 - known) x longer`. `longer` is a second time-decayed rate; both rates are averages over the time
 * seen so far. `usual` is the average rate in this hour of the day (24 hours, UTC) on the days before, and `known` how far
 * it is known: 1 - 2^(-days / seasonHalfLifeDays), with the defaults 0.21 after one day, 0.5 after three, 0.8 after a week.
 * So the first day has no time of day in it: its norm is the longer rate. An hour of which less than half was seen teaches
 * nothing.
 *
 * Emits at every `flow` and `book` event once `warmUpMs` have passed since the market's first one; the books carry the
 * time, so the score falls when trades stay away. With `barMs` it reads and emits at complete time bars of that length
 * alone. A market without any trade so far is 50. After an interruption (`quality` `syncing`) the score is withdrawn, both
 * rates and the warm-up start again; what was learned of the hours of the day stays, for it is none of the lost data.
 * State: 0.6 KB a market.
 * @throws RangeError naming the option, its value and the bound
 * @example processed$.pipe(volume({ recentHalfLifeMs: 3_000, normHalfLifeMs: 60_000 }))
 * @see Andersen and Bollerslev, "Intraday periodicity and volatility persistence in financial markets" (1997), for why a
 * norm needs the time of day
 */
export function volume(options: VolumeOptions = {}): SignalEngine {
  const { barMs } = options;
  const { recentHalfLifeMs, normHalfLifeMs } = recentAndNorm(options, volumeDefaults);
  const { name, seasonHalfLifeDays, steepness } = { ...volumeDefaults, ...options };
  const { warmUpMs = normHalfLifeMs / 2 } = options;
  requirePositive({ seasonHalfLifeDays, steepness });
  requireDuration('warmUpMs', warmUpMs);
  const settings = { recentHalfLifeMs, normHalfLifeMs, seasonHalfLifeDays, warmUpMs, steepness, barMs };
  return rowEngine(name, (cells) => new VolumeModel(settings, cells), moneyKinds(barMs));
}

class VolumeModel implements RowModel {
  readonly #profile: DailyProfile;
  readonly #traded: TradedMoney;
  readonly #recent: DecayedRate;
  readonly #longer: DecayedRate;
  /** The volume of a bar came evenly, that of a flow at once. */
  readonly #recentShare: number;
  readonly #longerShare: number;

  constructor(
    private readonly settings: Settings,
    cells: Cells,
  ) {
    const { recentHalfLifeMs, normHalfLifeMs, seasonHalfLifeDays, barMs } = settings;
    this.#profile = new DailyProfile(seasonHalfLifeDays, cells);
    // An interruption takes nothing from the days before.
    cells.keepSoFar();
    this.#traded = new TradedMoney(barMs === undefined ? undefined : barReader(barMs), cells);
    this.#recent = new DecayedRate(recentHalfLifeMs, cells);
    this.#longer = new DecayedRate(normHalfLifeMs, cells);
    this.#recentShare = barMs === undefined ? 1 : spreadShare(barMs, recentHalfLifeMs);
    this.#longerShare = barMs === undefined ? 1 : spreadShare(barMs, normHalfLifeMs);
  }

  update(event: ProcessedMarketData): number | undefined {
    const traded = this.#traded;
    if (!traded.take(event)) return undefined;
    const { usd, stepMs } = traded;
    this.#recent.add(usd * this.#recentShare, stepMs);
    this.#longer.add(usd * this.#longerShare, stepMs);
    this.#profile.add(usd, stepMs, traded.atMs);
    const { warmUpMs, steepness } = this.settings;
    if (traded.seenMs < warmUpMs) return undefined;
    return ratioScore(this.#recent.perMs, this.#profile.normPerMs(this.#longer.perMs), steepness);
  }
}
