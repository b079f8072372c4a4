import type { Strategy } from '@perpstream/core';
import { mergeRules } from '../portfolio/portfolio-options';
import { portfolioStrategy } from '../portfolio/portfolio-strategy';
import { FundingCarryModel } from './funding-carry-model';
import { checkFundingCarry, fundingCarryDefaults, type FundingCarryOptions } from './funding-carry-options';

/**
 * Collects funding: short where longs pay, long where they are paid, each hedged in one other market.
 *
 * carry of a long = (hedge ratio x funding of the hedge - funding of the market) x `horizonMs`, in basis points, with
 * averages of the predicted hourly rates over time. An idea is entered in the direction that earns when the carry exceeds
 * the costs of a round trip (four fees, both spreads) by `minEdgeBps`, the prediction of this hour has the same sign, the
 * market moves with the hedge (`minCorrelation`) and both have all `scores` within their bounds. It is left when the carry
 * falls below `exitEdgeBps` or turns, when the hedge breaks (`breakCorrelation`), and by the exit rules of
 * `portfolioStrategy`, which does all the rest: the stop-loss is on both legs together, so it is the stop of the basis.
 *
 * No opinion until `warmUpMs` of funding rates and the estimates of beta and correlation (bars of `estimates.barMs`), and
 * while one of the two markets has no prices: then nothing is entered, and what is held is left by the exit rules alone.
 * Without one of the scores nothing is entered.
 * @throws RangeError when an option is out of its bounds
 * @example input$.pipe(fundingCarry({ scheduler, hedge: 'ETH-USD', horizonMs: 86_400_000 }))
 * @see Koijen, Moskowitz, Pedersen and Vrugt, "Carry", Journal of Financial Economics 127 (2018); docs/strategies/funding-carry.md
 */
export function fundingCarry({ scheduler, ...options }: FundingCarryOptions): Strategy {
  const rules = mergeRules(fundingCarryDefaults, options);
  const settings = { ...fundingCarryDefaults, ...options, ...rules };
  checkFundingCarry(settings);
  return portfolioStrategy({
    name: 'fundingCarry',
    scheduler,
    createModel: () => new FundingCarryModel(settings),
    ...rules,
  });
}
