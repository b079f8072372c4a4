import type { SchedulerLike } from 'rxjs';
import { allocationDefaults, checkAllocation, type AllocationOptions } from '../allocation/allocation-options';
import { checkRebalance, rebalanceDefaults, type RebalanceOptions } from '../allocation/rebalance-options';
import { checkExits, exitDefaults, type ExitOptions } from '../exits/exit-options';
import { checkHysteresis, hysteresisDefaults, type HysteresisOptions } from '../hysteresis/hysteresis-options';
import { checkUniverse, universeDefaults, type UniverseOptions } from '../universe/universe-options';
import { demandAll, notNegative, positive } from './demand';
import { checkEstimates, estimateDefaults, type EstimateOptions } from './estimate-options';
import type { PortfolioModel } from './portfolio-model';

/** How often the portfolio looks, and how long it thinks. */
export type TimingOptions = {
  /** All ideas are looked at together, at most so often, in ms, > 0. */
  readonly sampleMs: number;
  /** What is wanted must stay the same for so long before it is decided, in ms, >= 0. Exit rules do not wait. */
  readonly confirmMs: number;
};

/** All ideas are compared four times a second at most; what is wanted must stay so for two seconds. */
export const timingDefaults: TimingOptions = { sampleMs: 250, confirmMs: 2_000 };

/** The rules of a portfolio, in groups of plain data. What is left out is taken from the defaults of its group. */
export type PortfolioOptions = {
  readonly universe?: Partial<UniverseOptions>;
  readonly hysteresis?: Partial<HysteresisOptions>;
  readonly exits?: Partial<ExitOptions>;
  readonly allocation?: Partial<AllocationOptions>;
  readonly rebalance?: Partial<RebalanceOptions>;
  readonly estimates?: Partial<EstimateOptions>;
  readonly timing?: Partial<TimingOptions>;
};

/** What `portfolioStrategy` is told. */
export type PortfolioStrategyOptions = PortfolioOptions & {
  /** The name its decisions carry. */
  readonly name: string;
  /** Holds the time: the `EventScheduler` that the inputs move. */
  readonly scheduler: SchedulerLike;
  /** Makes the model of one subscription. */
  readonly createModel: () => PortfolioModel;
};

/** All groups, filled in. */
export type PortfolioRules = {
  readonly universe: UniverseOptions;
  readonly hysteresis: HysteresisOptions;
  readonly exits: ExitOptions;
  readonly allocation: AllocationOptions;
  readonly rebalance: RebalanceOptions;
  readonly estimates: EstimateOptions;
  readonly timing: TimingOptions;
};

export type PortfolioSettings = PortfolioRules & Pick<PortfolioStrategyOptions, 'name' | 'scheduler' | 'createModel'>;

/** The defaults of all groups. */
export const portfolioDefaults: PortfolioRules = {
  universe: universeDefaults,
  hysteresis: hysteresisDefaults,
  exits: exitDefaults,
  allocation: allocationDefaults,
  rebalance: rebalanceDefaults,
  estimates: estimateDefaults,
  timing: timingDefaults,
};

/** Puts groups of options over others, key by key: for strategies with defaults of their own. */
export function mergeRules(base: PortfolioRules, options: PortfolioOptions): PortfolioRules {
  return {
    universe: { ...base.universe, ...options.universe },
    hysteresis: { ...base.hysteresis, ...options.hysteresis },
    exits: { ...base.exits, ...options.exits },
    allocation: { ...base.allocation, ...options.allocation },
    rebalance: { ...base.rebalance, ...options.rebalance },
    estimates: { ...base.estimates, ...options.estimates },
    timing: { ...base.timing, ...options.timing },
  };
}

/**
 * Fills in the defaults and checks every option.
 *
 * @throws RangeError naming the option, its value and the bound
 */
export function portfolioSettings({
  name,
  scheduler,
  createModel,
  ...options
}: PortfolioStrategyOptions): PortfolioSettings {
  if (name === '') throw new RangeError('name must not be empty, was ""');
  const rules = mergeRules(portfolioDefaults, options);
  checkUniverse(rules.universe);
  checkHysteresis(rules.hysteresis);
  checkExits(rules.exits);
  checkAllocation(rules.allocation);
  checkRebalance(rules.rebalance);
  checkEstimates(rules.estimates);
  demandAll('timing', rules.timing, { sampleMs: positive, confirmMs: notNegative });
  return { name, scheduler, createModel, ...rules };
}
