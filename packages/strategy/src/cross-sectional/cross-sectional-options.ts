import type { SchedulerLike } from 'rxjs';
import { countingNumber, demand, demandAll, positive, type Bound } from '../portfolio/demand';
import {
  mergeRules,
  portfolioDefaults,
  type PortfolioOptions,
  type PortfolioRules,
} from '../portfolio/portfolio-options';
import type { ScoreWeights } from './composite';
import type { Neutrality } from './exposure-of';

/** What the cross-sectional strategy has of its own. */
export type CrossSectionalParameters = {
  /** Scores that make the composite, with their weights: any names, weights of any sign, not all 0. A market needs all of them. */
  readonly weights: ScoreWeights;
  /** Markets held on each side, an integer >= 1. */
  readonly perSide: number;
  /** Instead of `perSide`: this share of the ranked markets on each side, in [0, 0.5]; 0: `perSide`. At most `allocation.maxIdeas`. */
  readonly quantile: number;
  /** A market is held until it is so many ranks outside of its side, an integer >= 0; at most to the middle of the ranking. */
  readonly bandRanks: number;
  /** Markets that must be ranked for the ranks to mean something, an integer >= 2. */
  readonly minMarkets: number;
  /** Time from one ranking to the next, in ms, > 0. */
  readonly rebalanceMs: number;
  /**
   * What is made equal in the two legs of a couple: `dollar`: their size; `volatility`: size x volatility; `beta`: size x
   * beta to `betaMarket`.
   */
  readonly neutrality: Neutrality;
  /** The market that stands for the whole, for `beta`. */
  readonly betaMarket: string;
};

/** What `crossSectional` can be told. */
export type CrossSectionalOptions = PortfolioOptions &
  Partial<CrossSectionalParameters> & {
    /** Holds the time: the `EventScheduler` that the inputs move. */
    readonly scheduler: SchedulerLike;
  };

/** The defaults of `crossSectional`, its own and those of every group of the portfolio. */
export const crossSectionalDefaults: CrossSectionalParameters & PortfolioRules = {
  weights: { momentum: 0.75, tradeFlow: 0.25 },
  perSide: 3,
  quantile: 0,
  bandRanks: 2,
  minMarkets: 10,
  rebalanceMs: 3_600_000,
  neutrality: 'dollar',
  betaMarket: 'BTC-USD',
  ...mergeRules(portfolioDefaults, {
    // Ranks decide; a couple only has to be apart at all.
    hysteresis: { enterConviction: 0.1, exitConviction: 0.02, coolDownMs: 60_000 },
    exits: { stopLoss: 0.06 },
    estimates: { halfLifeBars: 240, warmUpBars: 120 },
    timing: { sampleMs: 1_000, confirmMs: 2_000 },
  }),
};

const fromTwo: Bound = { holds: (value) => Number.isInteger(value) && value >= 2, words: 'an integer >= 2' };
const fromZero: Bound = { holds: (value) => Number.isInteger(value) && value >= 0, words: 'an integer >= 0' };
const half: Bound = { holds: (value) => value >= 0 && value <= 0.5, words: 'in [0, 0.5]' };

/** @throws RangeError naming the option, its value and the bound */
export function checkCrossSectional({
  weights,
  ...parameters
}: CrossSectionalParameters & Pick<PortfolioRules, 'hysteresis' | 'allocation'>): void {
  const { perSide, neutrality, betaMarket, allocation, hysteresis } = parameters;
  for (const [name, weight] of Object.entries(weights)) {
    demand(`crossSectional.weights.${name}`, weight, { holds: Number.isFinite, words: 'finite' });
  }
  demand('crossSectional.weights', Object.values(weights).filter((weight) => weight !== 0).length, {
    holds: (count) => count > 0,
    words: 'weights of which one is not 0',
  });
  demandAll<CrossSectionalParameters>(
    'crossSectional',
    { weights, ...parameters },
    {
      perSide: countingNumber,
      quantile: half,
      bandRanks: fromZero,
      minMarkets: fromTwo,
      rebalanceMs: positive,
    },
  );
  if (!['dollar', 'volatility', 'beta'].includes(neutrality)) {
    throw new RangeError(`crossSectional.neutrality must be dollar, volatility or beta, was ${String(neutrality)}`);
  }
  if (betaMarket === '') throw new RangeError('crossSectional.betaMarket must name a market, was ""');
  demand('allocation.maxIdeas', allocation.maxIdeas, {
    holds: (most) => most >= perSide,
    words: `at least perSide = ${perSide}`,
  });
  demand('hysteresis.exitConviction', hysteresis.exitConviction, positive);
}
