import type { AllocationOptions } from './allocation-options';

/** What every idea is worth when all are worth the same, and the unit of the other methods: a slice of the budget, in USD. */
export function sliceUsd({ budgetUsd, maxIdeas }: Pick<AllocationOptions, 'budgetUsd' | 'maxIdeas'>): number {
  return budgetUsd / maxIdeas;
}

/** One slice for each idea. */
export function equal(ideas: readonly unknown[], options: Pick<AllocationOptions, 'budgetUsd' | 'maxIdeas'>): number[] {
  return ideas.map(() => sliceUsd(options));
}
