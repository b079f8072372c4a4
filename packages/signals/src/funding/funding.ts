import type { MarketContext, ProcessedMarketData, SignalEngine } from '@perpstream/core';
import { requireDuration } from '../engine/require-duration';
import { requirePositive } from '../engine/require-positive';
import { requireShorter } from '../engine/require-shorter';
import { rowEngine, type RowModel } from '../engine/row-engine';
import { AverageGap } from '../math/average-gap';
import type { Cells } from '../math/cells';
import { ElapsedTime } from '../math/elapsed-time';
import { keptShare } from '../math/half-life';
import { signedScore } from '../math/signed-score';
import { fundingCap1h } from './funding-cap';
import { RateHistory } from './rate-history';
import { requireWeights, type FundingWeights } from './funding-weights';

/** Options of `funding`. */
export type FundingOptions = {
  /** Name under which the score appears; `funding` by default. */
  readonly name?: string;
  /** Rate per hour, as a fraction, that alone stands for 12 (when longs pay it) or 88 (when they get it), > 0; 0.0001 by default: 88 % a year. */
  readonly levelRate1h?: number;
  /** Half life of the history in which the rate is ranked in ms, > 0; three days by default. */
  readonly historyHalfLifeMs?: number;
  /** Half life of the fast average of the predicted rate in ms, < `slowHalfLifeMs`; 15 minutes by default. */
  readonly fastHalfLifeMs?: number;
  /** Half life of the slow average in ms; two hours by default. */
  readonly slowHalfLifeMs?: number;
  /** Standard deviations of the distance of both averages that alone stand for 12 or 88, > 0; 2 by default. */
  readonly changeScale?: number;
  /** Say of the three parts, >= 0, at least one > 0; level 1, rank 1, change 0.5 by default. */
  readonly weights?: FundingWeights;
  /** Time from the first rate of a market to its first score in ms, >= 0; 30 minutes by default. */
  readonly warmUpMs?: number;
};

/** What `funding` does when nothing is said. */
export const fundingDefaults: Required<FundingOptions> = {
  name: 'funding',
  levelRate1h: 0.0001,
  historyHalfLifeMs: 259_200_000,
  fastHalfLifeMs: 900_000,
  slowHalfLifeMs: 7_200_000,
  changeScale: 2,
  weights: { level: 1, rank: 1, change: 0.5 },
  warmUpMs: 1_800_000,
};

/**
 * Scores what funding says to longs, 0-100: above 50 holding a long is cheap or paid (shorts pay, or longs pay unusually
 * little), below 50 it is dear (longs pay, the crowd is long); 50 is no funding, as always.
 *
 * The weighted mean of three scores of the predicted rate r per hour (`nextFundingRate1h`, cut to what the chain can charge):
 * level 50 - 50 tanh(r / levelRate1h); rank 100 minus the rank of r in the market's own fading history; change
 * 50 - 50 tanh(d / changeScale) with d the distance of a fast from a slow average of r, in standard deviations of a random
 * walk. Rank and change count as much as there is history of them: at a half life half. So a market just met is judged by
 * the level of its rate, and extremes against its own history count over days.
 *
 * Emits at every `context` that states a rate, once `warmUpMs` have passed since the first one; nothing else is read. Time is
 * `receivedMs`; a rate counts for as long as it was in force, so it does not matter how often it is repeated. After an
 * interruption (`quality` `syncing`) the score is withdrawn and the warm-up starts again; the history of rates stays, because
 * the book that was lost is no part of it. Stale data change nothing. A market whose rate is always 0 is 50.
 * @throws RangeError naming the option, its value and the bound
 * @example processed$.pipe(funding({ historyHalfLifeMs: 7 * 86_400_000 }))
 * @see https://docs.dydx.xyz for hourly funding from premium samples
 * @see Ackerer, Hugonnier and Jermann, "Perpetual Futures Pricing" (2024), for funding as the price of the side in demand
 */
export function funding(options: FundingOptions = {}): SignalEngine {
  const settings = { ...fundingDefaults, ...options };
  const { name, levelRate1h, historyHalfLifeMs, fastHalfLifeMs, slowHalfLifeMs, changeScale, weights, warmUpMs } =
    settings;
  requirePositive({ levelRate1h, historyHalfLifeMs, fastHalfLifeMs, slowHalfLifeMs, changeScale });
  requireShorter('fastHalfLifeMs', fastHalfLifeMs, 'slowHalfLifeMs', slowHalfLifeMs);
  requireWeights(weights);
  requireDuration('warmUpMs', warmUpMs);
  return rowEngine(name, (cells) => new FundingModel(settings, cells), ['context']);
}

class FundingModel implements RowModel {
  readonly #history: RateHistory;
  readonly #time: ElapsedTime;
  readonly #gap: AverageGap;
  readonly #rate1h: number;

  constructor(
    private readonly settings: Required<FundingOptions>,
    private readonly cells: Cells,
  ) {
    this.#history = new RateHistory(settings.historyHalfLifeMs, cells);
    cells.keepSoFar();
    this.#time = new ElapsedTime(cells);
    this.#gap = new AverageGap(settings.fastHalfLifeMs, settings.slowHalfLifeMs, cells);
    this.#rate1h = cells.reserve(1, NaN);
  }

  update(event: ProcessedMarketData): number | undefined {
    if (event.kind !== 'context' || event.nextFundingRate1h === undefined) return undefined;
    const rate1h = cutRate(event, event.nextFundingRate1h);
    this.#history.take(rate1h, event.receivedMs);
    const { row } = this.cells;
    const before1h = row[this.#rate1h]!;
    this.#gap.add(Number.isNaN(before1h) ? 0 : rate1h - before1h, this.#time.stepTo(event.receivedMs));
    row[this.#rate1h] = rate1h;
    return this.#time.sinceFirstMs < this.settings.warmUpMs ? undefined : this.#score(rate1h);
  }

  #score(rate1h: number): number {
    const { levelRate1h, slowHalfLifeMs, changeScale, weights } = this.settings;
    const rankWeight = weights.rank * this.#history.weight;
    const changeWeight = weights.change * (1 - keptShare(this.#time.sinceFirstMs, slowHalfLifeMs));
    const total = weights.level + rankWeight + changeWeight;
    if (total === 0) return 50;
    // Distances from 50, so that a market without any funding is exactly 50.
    const level = signedScore(-rate1h, levelRate1h) - 50;
    const rank = 50 - this.#history.rankOf(rate1h);
    const change = signedScore(-this.#gap.deviations, changeScale) - 50;
    return 50 + (weights.level * level + rankWeight * rank + changeWeight * change) / total;
  }
}

function cutRate({ rules }: MarketContext, rate1h: number): number {
  const cap1h = fundingCap1h(rules);
  return Math.max(-cap1h, Math.min(cap1h, rate1h));
}
