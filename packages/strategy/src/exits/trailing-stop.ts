import type { Reason } from '@perpstream/core';
import type { ExitOptions } from './exit-options';
import type { OpenIdea } from './open-idea';

/** Leaves an idea that gained `trailingActivation` and gave back `trailingDistance` from its best value. */
export function trailingStop(
  { value, bestValue }: OpenIdea,
  { trailingActivation, trailingDistance }: Pick<ExitOptions, 'trailingActivation' | 'trailingDistance'>,
): Reason | undefined {
  if (trailingDistance === 0 || bestValue < trailingActivation) return undefined;
  const bound = bestValue - trailingDistance;
  return value <= bound ? { name: 'trailing-stop', value, bound } : undefined;
}
