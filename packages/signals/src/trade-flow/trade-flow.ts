import type { ProcessedMarketData, SignalEngine } from '@perpstream/core';
import { barReader, type BarReader } from '../engine/bar-source';
import { recentAndNorm } from '../engine/recent-and-norm';
import { requireDuration } from '../engine/require-duration';
import { requirePositive } from '../engine/require-positive';
import { rowEngine, type RowModel } from '../engine/row-engine';
import { moneyKinds, TradedMoney } from '../engine/traded-money';
import type { Cells } from '../math/cells';
import { DecayedSum } from '../math/decayed-sum';
import { spreadShare } from '../math/spread-share';
import { UsualFlow } from './usual-flow';

/** Options of `tradeFlow`. */
export type TradeFlowOptions = {
  /** Name under which the score appears; `tradeFlow` by default. */
  readonly name?: string;
  /** Half life of the flow in ms, > 0; 10,000 by default, two bars with `barMs`. */
  readonly recentHalfLifeMs?: number;
  /** Half life of what is usual in ms, > `recentHalfLifeMs`; 120,000 by default, 24 bars with `barMs`. */
  readonly normHalfLifeMs?: number;
  /** Money of large trades counts so many times, >= 1; 2 by default. */
  readonly largeWeight?: number;
  /** A trade is large from so many times the market's usual trade on, > 0; 5 by default. */
  readonly largeMultiple?: number;
  /** So many usual trades are too few to say anything, > 0: they halve the score's distance from 50; 5 by default. */
  readonly fewTrades?: number;
  /** Time known of a market before its first score in ms, >= 0; half of `normHalfLifeMs` by default. */
  readonly warmUpMs?: number;
  /** Length of the time bars to read instead of flows and books, in ms. */
  readonly barMs?: number;
};

/** What `tradeFlow` does where its options say nothing; `warmUpMs` follows, half lives are longer with `barMs`. */
export const tradeFlowDefaults: Required<Omit<TradeFlowOptions, 'warmUpMs' | 'barMs'>> = {
  name: 'tradeFlow',
  recentHalfLifeMs: 10_000,
  normHalfLifeMs: 120_000,
  largeWeight: 2,
  largeMultiple: 5,
  fewTrades: 5,
};

type Settings = Required<Omit<TradeFlowOptions, 'name' | 'barMs'>> & { readonly barMs: number | undefined };

/**
 * Scores which side takes: 0-100, above 50 takers buy more than they sell, below 50 they sell more. A direction.
 *
 * `50 + 50 x signed / (total + usual + few)`, in USD: `signed` is bought minus sold and `total` their sum, both
 * time-decayed; `usual` what the market's own average rate brings in the same time; `few` the worth of `fewTrades` usual
 * trades. So takers who are all on one side reach 75 with the usual flow and 91 with five times that, and a single trade
 * in a dead market stays near 50. Money of large trades counts `largeWeight` times in `signed` and in `total`: in a frame
 * whose largest trade is at least `largeMultiple` usual trades, that trade. The side of a trade is the one the exchange
 * states. Swapping the sides gives 100 minus the score; ten times the money everywhere changes nothing.
 *
 * Emits at every `flow` and `book` event once `warmUpMs` have passed since the market's first one and a trade was seen;
 * the books carry the time, so the score goes back to 50 when trades stay away, and before the first trade there is none.
 * With `barMs` it reads and emits at complete time bars of that length alone, and knows no large trades; bars from candles
 * do not tell who took, and are passed over. After an interruption (`quality` `syncing`) the score is withdrawn and the
 * warm-up starts again.
 * @throws RangeError naming the option, its value and the bound
 * @example processed$.pipe(tradeFlow({ recentHalfLifeMs: 3_000, normHalfLifeMs: 60_000 }))
 * @see Easley, Lopez de Prado and O'Hara, "Flow Toxicity and Liquidity in a High-Frequency World" (2012), for one-sided
 * flow against volume
 */
export function tradeFlow(options: TradeFlowOptions = {}): SignalEngine {
  const { barMs } = options;
  const { recentHalfLifeMs, normHalfLifeMs } = recentAndNorm(options, tradeFlowDefaults);
  const { name, largeWeight, largeMultiple, fewTrades } = { ...tradeFlowDefaults, ...options };
  const { warmUpMs = normHalfLifeMs / 2 } = options;
  requirePositive({ largeMultiple, fewTrades });
  if (!(largeWeight >= 1 && largeWeight < Infinity))
    throw new RangeError(`largeWeight must be a finite number >= 1, was ${largeWeight}`);
  requireDuration('warmUpMs', warmUpMs);
  const halfLives = { recentHalfLifeMs, normHalfLifeMs, warmUpMs };
  const settings = { ...halfLives, largeWeight, largeMultiple, fewTrades, barMs };
  return rowEngine(name, (cells) => new TradeFlowModel(settings, cells), moneyKinds(barMs));
}

/** Reads the bars that tell who took. */
function takerBarReader(barMs: number): BarReader {
  const barOf = barReader(barMs);
  return (event) => {
    const bar = barOf(event);
    return bar === undefined || Number.isNaN(bar.buyBase) ? undefined : bar;
  };
}

class TradeFlowModel implements RowModel {
  readonly #traded: TradedMoney;
  readonly #signedUsd: DecayedSum;
  readonly #totalUsd: DecayedSum;
  readonly #usual: UsualFlow;
  /** The volume of a bar came evenly, that of a flow at once. */
  readonly #share: number;

  constructor(
    private readonly settings: Settings,
    cells: Cells,
  ) {
    const { recentHalfLifeMs, normHalfLifeMs, barMs } = settings;
    this.#traded = new TradedMoney(barMs === undefined ? undefined : takerBarReader(barMs), cells);
    this.#signedUsd = new DecayedSum(recentHalfLifeMs, cells);
    this.#totalUsd = new DecayedSum(recentHalfLifeMs, cells);
    this.#usual = new UsualFlow(normHalfLifeMs, recentHalfLifeMs, cells);
    this.#share = barMs === undefined ? 1 : spreadShare(barMs, recentHalfLifeMs);
  }

  update(event: ProcessedMarketData): number | undefined {
    const traded = this.#traded;
    if (!traded.take(event)) return undefined;
    const { stepMs, usd, signedUsd, trades } = traded;
    const weight = this.#share * this.#largeness();
    this.#signedUsd.add(weight * signedUsd, stepMs);
    this.#totalUsd.add(weight * usd, stepMs);
    this.#usual.add(usd, trades, stepMs);
    if (traded.seenMs < this.settings.warmUpMs || !(this.#usual.tradeUsd > 0)) return undefined;
    return this.#score();
  }

  /** How often the money of this step counts. What is large is told by the trades before. */
  #largeness(): number {
    const { largestTradeUsd, usd } = this.#traded;
    const { largeMultiple, largeWeight } = this.settings;
    const { tradeUsd } = this.#usual;
    const isLarge = tradeUsd > 0 && largestTradeUsd >= largeMultiple * tradeUsd;
    return isLarge ? 1 + ((largeWeight - 1) * largestTradeUsd) / usd : 1;
  }

  #score(): number {
    const fewUsd = this.settings.fewTrades * this.#usual.tradeUsd;
    return 50 + (50 * this.#signedUsd.value) / (this.#totalUsd.value + this.#usual.usd + fewUsd);
  }
}
