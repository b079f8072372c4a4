import type { Strategy } from '@perpstream/core';
import { marketModel, type MarketRating } from '../portfolio/market-model';
import type { MarketView } from '../portfolio/market-view';
import { mergeRules } from '../portfolio/portfolio-options';
import { portfolioStrategy } from '../portfolio/portfolio-strategy';
import { afterCarry } from './carry';
import {
  checkMomentumSniper,
  momentumSniperDefaults,
  type MomentumSniperOptions,
  type MomentumSniperParameters,
} from './momentum-sniper-options';
import { poll } from './poll';

/**
 * Follows momentum that order flow and book share, in markets where volume, volatility and trend say that the move is
 * real, and where funding does not eat what is to be gained.
 *
 * Conviction = direction x (1 - `confirmationShare` x (1 - confirmation)), less the predicted cost of funding
 * (`afterCarry`). Direction is the weighted mean of (score - 50) / 50 of the votes for a direction, confirmation that of
 * score / 100 of the others. The rest is `portfolioStrategy`'s; leverage is an `allocation.budgetUsd` above the equity.
 *
 * No opinion while a score is missing that is not optional, or while funding is not known and `edgeBps` is not 0: then
 * nothing is entered, and what is held is left by the exit rules alone.
 * @throws RangeError when an option is out of its bounds
 * @example input$.pipe(momentumSniper({ scheduler, allocation: { maxIdeas: 5, budgetUsd: 5_000 } }))
 * @see docs/strategies/momentum-sniper.md
 */
export function momentumSniper({ scheduler, ...options }: MomentumSniperOptions): Strategy {
  const parameters: MomentumSniperParameters = { ...momentumSniperDefaults, ...options };
  checkMomentumSniper(parameters);
  return portfolioStrategy({
    name: 'momentumSniper',
    scheduler,
    createModel: () => marketModel((market) => rate(market, parameters)),
    ...mergeRules(momentumSniperDefaults, options),
  });
}

function rate(market: MarketView, parameters: MomentumSniperParameters): MarketRating | undefined {
  const outcome = market.scores && poll(market.scores, parameters.votes);
  const fundingRate1h = parameters.edgeBps === 0 ? 0 : market.context?.nextFundingRate1h;
  if (outcome === undefined || fundingRate1h === undefined) return undefined;
  const { direction, confirmation } = outcome;
  const gross = direction * (1 - parameters.confirmationShare * (1 - confirmation));
  const { conviction, reasons } = afterCarry(gross, fundingRate1h, parameters);
  const summary = [
    { name: 'direction', value: direction },
    { name: 'confirmation', value: confirmation },
  ];
  return { conviction, reasons: [...outcome.reasons, ...summary, ...reasons] };
}
