import type { AllocationOptions } from './allocation-options';
import { sliceUsd } from './equal';
import type { SizedIdea } from './sized-idea';

/**
 * Sizes each idea so that its hourly standard deviation in USD is `targetVolatility1h` of a slice. An idea of unknown
 * volatility gets nothing.
 *
 * @see Moreira and Muir, "Volatility-Managed Portfolios", Journal of Finance 72 (2017), for why: moves differ far more from
 *   market to market than what they pay
 */
export function volatilityTarget(
  ideas: readonly Pick<SizedIdea, 'volatility1h'>[],
  options: Pick<AllocationOptions, 'budgetUsd' | 'maxIdeas' | 'targetVolatility1h'>,
): number[] {
  const riskUsd = sliceUsd(options) * options.targetVolatility1h;
  return ideas.map(({ volatility1h }) => (volatility1h === undefined ? 0 : riskUsd / volatility1h));
}
