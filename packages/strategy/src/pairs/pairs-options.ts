import type { SchedulerLike } from 'rxjs';
import { demandScoreBounds, type ScoreBounds } from '../hedged/score-bounds';
import { countingNumber, demand, demandAll, notNegative, positive, type Bound } from '../portfolio/demand';
import {
  mergeRules,
  portfolioDefaults,
  type PortfolioOptions,
  type PortfolioRules,
} from '../portfolio/portfolio-options';
import { isSignificance } from './engle-granger';

/** What pairs trading has of its own. */
export type PairsParameters = {
  /** Pairs that are looked at, as `A-USD/B-USD`: the first is explained by the second. Empty: all of the most traded markets. */
  readonly couples: readonly string[];
  /** Without `couples`: how many of the most traded markets are paired with each other, an integer in [2, 24]; 12 give 66 pairs. */
  readonly maxMarkets: number;
  /** Length of the time bars whose closes are used, in ms, > 0. They must be among the bars of the data layer. */
  readonly barMs: number;
  /** Bars that a spread is fitted to, an integer >= 50; the warm-up. */
  readonly windowBars: number;
  /** A spread is fitted anew after so many bars, an integer >= 1. */
  readonly recomputeBars: number;
  /** Lagged changes in the Dickey-Fuller regression, an integer in [0, 12]. */
  readonly adfLags: number;
  /** Significance of cointegration at which a pair may be entered: 0.01, 0.05 or 0.1. */
  readonly significance: number;
  /** Significance below which it counts as broken and is left: 0.01, 0.05 or 0.1, not below `significance`. */
  readonly breakSignificance: number;
  /** Distance of the spread from its mean, in standard deviations, at which a pair is entered; above `exitZ`. */
  readonly enterZ: number;
  /** Distance at which it is left, >= 0. */
  readonly exitZ: number;
  /** Distance at which it is given up until it has been back at `exitZ`; above `enterZ`. */
  readonly stopZ: number;
  /** Shortest and longest half life of the spread at which a pair may be entered, in bars, >= 0. */
  readonly minHalfLifeBars: number;
  readonly maxHalfLifeBars: number;
  /** Least and largest hedge ratio, > 0; outside of it a pair counts as broken. */
  readonly minHedgeRatio: number;
  readonly maxHedgeRatio: number;
  /** What the way from here to `exitZ` must be worth, in basis points of the gross size, >= 0; above the costs of a round trip. */
  readonly minGainBps: number;
  /** Scores that both markets must have, within these bounds, for a pair to be entered. */
  readonly scores: ScoreBounds;
};

/** What `pairs` can be told. */
export type PairsOptions = PortfolioOptions &
  Partial<PairsParameters> & {
    /** Holds the time: the `EventScheduler` that the inputs move. */
    readonly scheduler: SchedulerLike;
  };

/** The defaults of `pairs`, its own and those of every group of the portfolio. */
export const pairsDefaults: PairsParameters & PortfolioRules = {
  couples: [],
  maxMarkets: 12,
  barMs: 60_000,
  windowBars: 480,
  recomputeBars: 15,
  adfLags: 1,
  significance: 0.01,
  breakSignificance: 0.1,
  enterZ: 2,
  exitZ: 0.5,
  stopZ: 4,
  minHalfLifeBars: 3,
  maxHalfLifeBars: 120,
  minHedgeRatio: 0.2,
  maxHedgeRatio: 5,
  minGainBps: 15,
  scores: { liquidity: { min: 10, max: 100 } },
  ...mergeRules(portfolioDefaults, {
    hysteresis: { coolDownMs: 60_000 },
    // The spread has a stop of its own; this one is for a hedge ratio that turns out wrong.
    exits: { stopLoss: 0.03, maxHoldMs: 43_200_000 },
    // A hedge ratio that moves a little is not worth a trade.
    rebalance: { band: 0.3 },
  }),
};

const significance: Bound = { holds: isSignificance, words: '0.01, 0.05 or 0.1' };
const within = (least: number, most: number): Bound => ({
  holds: (value) => Number.isInteger(value) && value >= least && value <= most,
  words: `an integer in [${least}, ${most}]`,
});
const above = (name: string, bound: number): Bound => ({
  holds: (value) => value > bound && value < Infinity,
  words: `> ${name} = ${bound} and finite`,
});

/** @throws RangeError naming the option, its value and the bound */
export function checkPairs(parameters: PairsParameters & Pick<PortfolioRules, 'hysteresis'>): void {
  const { enterZ, exitZ, minHalfLifeBars, minHedgeRatio } = parameters;
  demandAll<PairsParameters>('pairs', parameters, {
    maxMarkets: within(2, 24),
    barMs: positive,
    windowBars: within(50, 100_000),
    recomputeBars: countingNumber,
    adfLags: within(0, 12),
    significance,
    breakSignificance: significance,
    exitZ: notNegative,
    enterZ: above('exitZ', exitZ),
    stopZ: above('enterZ', enterZ),
    minHalfLifeBars: notNegative,
    maxHalfLifeBars: above('minHalfLifeBars', minHalfLifeBars),
    minHedgeRatio: positive,
    maxHedgeRatio: above('minHedgeRatio', minHedgeRatio),
    minGainBps: notNegative,
  });
  demand('pairs.breakSignificance', parameters.breakSignificance, {
    holds: (value) => value >= parameters.significance,
    words: `>= significance = ${parameters.significance}`,
  });
  demand('hysteresis.exitConviction', parameters.hysteresis.exitConviction, positive);
  demandScoreBounds('pairs.scores', parameters.scores);
  parameters.couples.forEach(demandCouple);
}

function demandCouple(couple: string): void {
  const [first, second, ...rest] = couple.split('/');
  if (first && second && first !== second && rest.length === 0) return;
  throw new RangeError(`pairs.couples must be two markets as A-USD/B-USD, was ${couple}`);
}
