import type { AllocationOptions } from './allocation-options';
import { sliceUsd } from './equal';
import { inProportion } from './in-proportion';
import type { SizedIdea } from './sized-idea';

/**
 * Gives out one slice per idea in inverse proportion to volatility, so that each moves the portfolio alike. This is risk
 * parity for ideas that are uncorrelated or all correlated alike; what is correlated too much is the work of the
 * correlation cap. An idea of unknown volatility gets nothing.
 *
 * @see Maillard, Roncalli and Teiletche, "The Properties of Equally Weighted Risk Contribution Portfolios", Journal of
 *   Portfolio Management 36 (2010), section 2: with equal correlations the weights are the inverse volatilities
 */
export function riskParity(
  ideas: readonly Pick<SizedIdea, 'volatility1h'>[],
  options: Pick<AllocationOptions, 'budgetUsd' | 'maxIdeas'>,
): number[] {
  const calm = ideas.map(({ volatility1h }) => (volatility1h === undefined ? 0 : 1 / volatility1h));
  const known = calm.filter((weight) => weight > 0).length;
  return inProportion(known * sliceUsd(options), calm);
}
