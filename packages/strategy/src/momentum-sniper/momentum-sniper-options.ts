import type { SchedulerLike } from 'rxjs';
import { demandAll, notNegative, positive, share } from '../portfolio/demand';
import {
  mergeRules,
  portfolioDefaults,
  type PortfolioOptions,
  type PortfolioRules,
} from '../portfolio/portfolio-options';
import type { CarryOptions } from './carry';
import { checkVotes, type Votes } from './votes';

/** What is the momentum sniper's own. */
export type MomentumSniperParameters = CarryOptions & {
  /** The signals it looks at. */
  readonly votes: Votes;
  /** How much of the conviction hangs on confirmation, in [0, 1]: with none of it, 1 minus this is left. */
  readonly confirmationShare: number;
};

/** What `momentumSniper` can be told. */
export type MomentumSniperOptions = PortfolioOptions &
  Partial<MomentumSniperParameters> & {
    /** Holds the time: the `EventScheduler` that the inputs move. */
    readonly scheduler: SchedulerLike;
  };

/** The defaults of `momentumSniper`, its own and those of every group of the portfolio. */
export const momentumSniperDefaults: MomentumSniperParameters & PortfolioRules = {
  votes: {
    momentum: { role: 'direction', weight: 0.5 },
    tradeFlow: { role: 'direction', weight: 0.2 },
    bookImbalance: { role: 'direction', weight: 0.15 },
    leadLag: { role: 'direction', weight: 0.15, isOptional: true },
    trend: { role: 'confirmation', weight: 0.4 },
    volume: { role: 'confirmation', weight: 0.4 },
    volatility: { role: 'confirmation', weight: 0.2 },
  },
  confirmationShare: 0.5,
  holdingMs: 1_800_000,
  edgeBps: 30,
  maxCarryShare: 0.5,
  ...mergeRules(portfolioDefaults, {
    hysteresis: { enterConviction: 0.4, exitConviction: 0.1 },
    exits: {
      stopLoss: 0.01,
      trailingActivation: 0.01,
      trailingDistance: 0.006,
      maxHoldMs: 14_400_000,
      maxFundingCost1h: 0.0003,
    },
    allocation: { correlationCap: 0.9 },
  }),
};

/** @throws RangeError naming the option, its value and the bound */
export function checkMomentumSniper(parameters: MomentumSniperParameters): void {
  checkVotes(parameters.votes);
  demandAll<MomentumSniperParameters>('momentumSniper', parameters, {
    confirmationShare: share,
    holdingMs: positive,
    edgeBps: notNegative,
    maxCarryShare: { holds: (value) => value > 0 && value <= 1, words: 'in (0, 1]' },
  });
}
