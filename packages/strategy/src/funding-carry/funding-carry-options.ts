import type { SchedulerLike } from 'rxjs';
import { demandScoreBounds, type ScoreBounds } from '../hedged/score-bounds';
import { demand, demandAll, notNegative, positive, share, type Bound } from '../portfolio/demand';
import {
  mergeRules,
  portfolioDefaults,
  type PortfolioOptions,
  type PortfolioRules,
} from '../portfolio/portfolio-options';

/** What funding carry has of its own. */
export type FundingCarryParameters = {
  /** The market in which every idea is hedged; it is never an idea itself. */
  readonly hedge: string;
  /** `beta`: as much of the hedge as the market moves with it; `dollar`: as much as of the market. */
  readonly hedgeRatio: 'beta' | 'dollar';
  /** A beta below and above counts as these, > 0. */
  readonly minBeta: number;
  readonly maxBeta: number;
  /** Age at which a funding rate weighs half in its average, in ms, > 0. */
  readonly averageHalfLifeMs: number;
  /** Time that an average must rest on before there is an opinion, in ms, > 0. */
  readonly warmUpMs: number;
  /** For how long the carry is expected to last, in ms, > 0. */
  readonly horizonMs: number;
  /** Fee of one fill, in basis points of its notional, >= 0. A round trip has two fills in each of two markets. */
  readonly feeBps: number;
  /** What an entry must be expected to earn within `horizonMs` after all costs, in basis points of the market's leg, > 0. */
  readonly minEdgeBps: number;
  /** Carry within `horizonMs` below which an idea is left, before costs, >= 0 and below `minEdgeBps`. */
  readonly exitEdgeBps: number;
  /** Correlation with the hedge from which a market may be entered, in [0, 1]. */
  readonly minCorrelation: number;
  /** Correlation below which the hedge counts as broken and the idea is left, at most `minCorrelation`. */
  readonly breakCorrelation: number;
  /** Scores that both markets must have, within these bounds, for an idea to be entered. */
  readonly scores: ScoreBounds;
};

/** What `fundingCarry` can be told. */
export type FundingCarryOptions = PortfolioOptions &
  Partial<FundingCarryParameters> & {
    /** Holds the time: the `EventScheduler` that the inputs move. */
    readonly scheduler: SchedulerLike;
  };

/** The defaults of `fundingCarry`, its own and those of every group of the portfolio. */
export const fundingCarryDefaults: FundingCarryParameters & PortfolioRules = {
  hedge: 'BTC-USD',
  hedgeRatio: 'beta',
  minBeta: 0.25,
  maxBeta: 3,
  averageHalfLifeMs: 28_800_000,
  warmUpMs: 7_200_000,
  horizonMs: 259_200_000,
  feeBps: 5,
  minEdgeBps: 10,
  exitEdgeBps: 4,
  minCorrelation: 0.5,
  breakCorrelation: 0.25,
  scores: { liquidity: { min: 10, max: 100 } },
  ...mergeRules(portfolioDefaults, {
    hysteresis: { enterConviction: 0.5, exitConviction: 0.1, coolDownMs: 60_000 },
    // The carry turned against it: longer than the noise of one hour's prediction.
    exits: { stopLoss: 0.03, maxFundingCost1h: 0.00002, fundingPatienceMs: 7_200_000 },
    // A beta that moves a little is not worth a trade.
    rebalance: { band: 0.3 },
    estimates: { halfLifeBars: 240, warmUpBars: 120 },
    timing: { sampleMs: 1_000, confirmMs: 10_000 },
  }),
};

const above = (name: string, bound: number): Bound => ({
  holds: (value) => value > bound && value < Infinity,
  words: `> ${name} = ${bound} and finite`,
});

/** @throws RangeError naming the option, its value and the bound */
export function checkFundingCarry(parameters: FundingCarryParameters & Pick<PortfolioRules, 'hysteresis'>): void {
  const { hedge, hedgeRatio, minBeta, exitEdgeBps, minCorrelation, hysteresis } = parameters;
  if (hedge === '') throw new RangeError('fundingCarry.hedge must name a market, was ""');
  if (hedgeRatio !== 'beta' && hedgeRatio !== 'dollar') {
    throw new RangeError(`fundingCarry.hedgeRatio must be beta or dollar, was ${String(hedgeRatio)}`);
  }
  demandAll<FundingCarryParameters>('fundingCarry', parameters, {
    minBeta: positive,
    maxBeta: above('minBeta', minBeta),
    averageHalfLifeMs: positive,
    warmUpMs: positive,
    horizonMs: positive,
    feeBps: notNegative,
    exitEdgeBps: notNegative,
    minEdgeBps: above('exitEdgeBps', exitEdgeBps),
    minCorrelation: share,
    breakCorrelation: {
      holds: (value) => value >= 0 && value <= minCorrelation,
      words: `in [0, minCorrelation = ${minCorrelation}]`,
    },
  });
  demand('hysteresis.exitConviction', hysteresis.exitConviction, positive);
  demandScoreBounds('fundingCarry.scores', parameters.scores);
}
