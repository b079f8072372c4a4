import type { Strategy } from '@perpstream/core';
import { mergeRules } from '../portfolio/portfolio-options';
import { portfolioStrategy } from '../portfolio/portfolio-strategy';
import { checkPairs, pairsDefaults, type PairsOptions } from './pairs-options';
import { PairsModel } from './pairs-model';

/**
 * Trades the spread of cointegrated markets: sells what is dear against its partner, buys the other, and leaves when the
 * spread is back.
 *
 * spread = log(first) - intercept - hedge ratio x log(second), by least squares over `windowBars` closes, fitted anew every
 * `recomputeBars`; z = spread / its standard deviation, at every bar. A pair is entered at |z| >= `enterZ` when the
 * Engle-Granger test refuses a unit root at `significance`, the half life lies within its bounds, the way back is worth
 * `minGainBps`, and both markets have all `scores` within their bounds. It is left at |z| <= `exitZ`, at |z| >= `stopZ`
 * (and then not entered before it has been back), when it is cointegrated no longer (`breakSignificance`), when the hedge
 * ratio leaves its bounds, and by the exit rules of `portfolioStrategy`, which does all the rest. The legs are weighted 1
 * and minus the hedge ratio, in notional.
 *
 * Warm-up: `windowBars` bars of both markets; up to 5 missing bars count as bars without trades, after more of them it
 * begins anew. No opinion while the latest common bar is older than 3 bars. Without one of the scores nothing is entered.
 * @throws RangeError when an option is out of its bounds
 * @example input$.pipe(pairs({ scheduler, couples: ['ETH-USD/BTC-USD'], enterZ: 2.5 }))
 * @see Engle and Granger, Econometrica 55 (1987); Gatev, Goetzmann and Rouwenhorst, "Pairs Trading", Review of Financial
 *   Studies 19 (2006); docs/strategies/pairs.md
 */
export function pairs({ scheduler, ...options }: PairsOptions): Strategy {
  const rules = mergeRules(pairsDefaults, options);
  const settings = { ...pairsDefaults, ...options, ...rules };
  checkPairs(settings);
  return portfolioStrategy({ name: 'pairs', scheduler, createModel: () => new PairsModel(settings), ...rules });
}
