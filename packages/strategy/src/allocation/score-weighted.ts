import type { AllocationOptions } from './allocation-options';
import { sliceUsd } from './equal';
import { inProportion } from './in-proportion';
import type { SizedIdea } from './sized-idea';

/** Gives out one slice per idea in proportion to conviction: an idea of average conviction gets a slice. */
export function scoreWeighted(
  ideas: readonly Pick<SizedIdea, 'conviction'>[],
  options: Pick<AllocationOptions, 'budgetUsd' | 'maxIdeas'>,
): number[] {
  const convictions = ideas.map(({ conviction }) => conviction);
  return inProportion(ideas.length * sliceUsd(options), convictions);
}
