import type { Strategy } from '@perpstream/core';
import { mergeRules } from '../portfolio/portfolio-options';
import { portfolioStrategy } from '../portfolio/portfolio-strategy';
import { CrossSectionalModel } from './cross-sectional-model';
import { checkCrossSectional, crossSectionalDefaults, type CrossSectionalOptions } from './cross-sectional-options';

/**
 * Holds the markets that score best against those that score worst, with nothing at stake on the market as a whole.
 *
 * Composite = weighted mean of (score - 50) / 50. Every `rebalanceMs` the markets that pass the universe and have all
 * scores are ranked; the best `perSide` are held long, the worst short, and a member stays until it is `bandRanks` outside.
 * The book is made of couples, one idea each: the long and the short one in a slot, balanced by `neutrality`. All legs of a
 * couple are entered, changed and left in one round, so the book is neutral after every round, whatever couples stand.
 *
 * A couple with a market whose data are not live stands as it is, both legs, until they are live again; the others go on. A
 * member that cannot be ranked stays for one ranking and is replaced in the next. Below `minMarkets` nothing is entered or
 * changed, and what is held is left by the exit rules of `portfolioStrategy` alone; so too a couple without its scores.
 * Warm-up: that of the scores; for `volatility` and `beta` also of the `estimates`.
 * @throws RangeError when an option is out of its bounds
 * @example input$.pipe(crossSectional({ scheduler, weights: { momentum: 1, funding: -0.5 }, perSide: 5, allocation: { maxIdeas: 5 } }))
 * @see Jegadeesh and Titman, "Returns to Buying Winners and Selling Losers", Journal of Finance 48 (1993); Liu, Tsyvinski and
 *   Wu, "Common Risk Factors in Cryptocurrency", Journal of Finance 77 (2022); docs/strategies/cross-sectional.md
 */
export function crossSectional({ scheduler, ...options }: CrossSectionalOptions): Strategy {
  const rules = mergeRules(crossSectionalDefaults, options);
  const settings = { ...crossSectionalDefaults, ...options, ...rules };
  checkCrossSectional(settings);
  return portfolioStrategy({
    name: 'crossSectional',
    scheduler,
    createModel: () => new CrossSectionalModel(settings),
    ...rules,
  });
}
