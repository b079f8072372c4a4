import { assertNever } from '@perpstream/core';
import type { AllocationOptions } from './allocation-options';
import { equal } from './equal';
import { fit, type Fitted } from './fit';
import { kelly } from './kelly';
import { riskParity } from './risk-parity';
import { scoreWeighted } from './score-weighted';
import type { SizedIdea } from './sized-idea';
import { volatilityTarget } from './volatility-target';

function sizesBy(ideas: readonly SizedIdea[], options: AllocationOptions): number[] {
  switch (options.method) {
    case 'equal':
      return equal(ideas, options);
    case 'volatilityTarget':
      return volatilityTarget(ideas, options);
    case 'scoreWeighted':
      return scoreWeighted(ideas, options);
    case 'riskParity':
      return riskParity(ideas, options);
    case 'kelly':
      return kelly(ideas, options);
    default:
      return assertNever(options.method);
  }
}

/**
 * The size of each idea, gross in USD, in the order of the ideas: by the method of the options, scaled, and never more
 * than `maxPositionUsd` in a market or `budgetUsd` together.
 *
 * Does not depend on the order of the ideas; equal ideas get equal sizes; more conviction never makes an idea smaller. An
 * idea that cannot be sized (a method that needs a volatility, and there is none) gets 0.
 * @example allocate([{ key: 'BTC-USD', conviction: 0.8, legs, volatility1h: 0.01, scale: 1 }], allocationDefaults)
 */
export function allocate(ideas: readonly SizedIdea[], options: AllocationOptions): Fitted[] {
  const sizesUsd = sizesBy(ideas, options).map((sizeUsd, index) => sizeUsd * ideas[index]!.scale);
  return fit(ideas, sizesUsd, options);
}
