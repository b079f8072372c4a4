import type { Reason } from '@perpstream/core';
import type { ExitOptions } from './exit-options';
import type { OpenIdea } from './open-idea';

/** Leaves an idea that has gained `takeProfit` of its notional. */
export function takeProfit(
  { value }: OpenIdea,
  { takeProfit: bound }: Pick<ExitOptions, 'takeProfit'>,
): Reason | undefined {
  return bound > 0 && value >= bound ? { name: 'take-profit', value, bound } : undefined;
}
