import type { Strategy } from '@perpstream/core';
import { quoteStrategy } from '../quotes/quote-strategy';
import { MarketMakerModel } from './market-maker-model';
import { marketMakerSettings, type MarketMakerOptions } from './market-maker-options';

/**
 * Makes a market: quotes both sides of each market around a price that leans against its own inventory.
 *
 * All distances are in basis points of the mid; inventory is counted in lots of `orderUsd`.
 *
 * centre = mid - skew x lots - funding + tradeFlowSkewBps x f + bookImbalanceSkewBps x b
 * half spread = max((makerFee + model) x (1 + volatilityWidening x v+ + toxicityWidening x |f|), max(0, makerFee + impact) + minEdge)
 *
 * with `skew` and `model` by Guéant, Lehalle and Fernandez-Tapia (or Avellaneda and Stoikov) from risk aversion, volatility
 * of the last hours, and the intensity of takers, which is learnt from trades; f, b, v+ the scores `tradeFlow`,
 * `bookImbalance` and `volatility` (above neutral) as distances from 50 over 50; funding what a long pays over
 * `fundingHorizonMs`, so inventory that earns it is kept longer.
 *
 * Quotes are symmetric at no inventory and neutral scores; more inventory moves both down, never widens them; the adding
 * side gets smaller as `maxInventoryUsd` comes near. Nothing is quoted before `volatility1h` is warm, nor while a score
 * with a weight is missing. Confidence is the share of the half spread that fee and adverse selection leave.
 *
 * Input, output, throttle, universe and withdrawal: `quoteStrategy`.
 * @throws RangeError when an option is out of its bounds
 * @example input$.pipe(marketMaker({ scheduler, orderUsd: 200, maxInventoryUsd: 1_000 }))
 * @see docs/strategies/market-maker.md
 */
export function marketMaker(options: MarketMakerOptions): Strategy {
  const settings = marketMakerSettings(options);
  return quoteStrategy({
    name: 'marketMaker',
    ...options,
    createModel: () => new MarketMakerModel(settings),
  });
}
