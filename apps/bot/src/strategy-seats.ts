import type { EventScheduler, Strategy } from '@perpstream/core';
import {
  crossSectional,
  fundingCarry,
  grid,
  marketMaker,
  meanReversion,
  momentumSniper,
  pairs,
  type DeskSeat,
} from '@perpstream/strategy';
import type { StrategyConfig } from './config/strategies-schema';

/** The strategies of the bot with their budgets, as the configuration tells them. */
export function strategySeats(strategies: readonly StrategyConfig[], scheduler: EventScheduler): readonly DeskSeat[] {
  return strategies.map((config) => {
    const { use, name = use, budgetUsd } = config;
    return { name, budgetUsd, strategy$: strategyOf(config, scheduler) };
  });
}

function strategyOf(config: StrategyConfig, scheduler: EventScheduler): Strategy {
  switch (config.use) {
    case 'momentumSniper':
      return momentumSniper(withBudget(config, scheduler));
    case 'meanReversion':
      return meanReversion(withBudget(config, scheduler));
    case 'crossSectional':
      return crossSectional(withBudget(config, scheduler));
    case 'fundingCarry':
      return fundingCarry(withBudget(config, scheduler));
    case 'pairs':
      return pairs(withBudget(config, scheduler));
    case 'marketMaker':
      return marketMaker({ ...config, scheduler });
    case 'grid':
      return grid({ ...config, scheduler });
  }
}

/** What a portfolio gives out among its ideas is its budget. */
function withBudget<Config extends { readonly budgetUsd: number; readonly allocation?: object }>(
  config: Config,
  scheduler: EventScheduler,
): Config & { readonly scheduler: EventScheduler } {
  const { budgetUsd, allocation } = config;
  return { ...config, scheduler, allocation: { ...allocation, budgetUsd } };
}
