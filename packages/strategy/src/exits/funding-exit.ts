import type { Reason } from '@perpstream/core';
import type { ExitOptions } from './exit-options';
import type { OpenIdea } from './open-idea';

/** Leaves an idea whose predicted funding has cost more than `maxFundingCost1h` for `fundingPatienceMs`. */
export function fundingExit(
  { costlySinceMs, nowMs, fundingCost1h }: OpenIdea,
  { maxFundingCost1h: bound, fundingPatienceMs }: Pick<ExitOptions, 'maxFundingCost1h' | 'fundingPatienceMs'>,
): Reason | undefined {
  if (bound === 0 || costlySinceMs === undefined || nowMs - costlySinceMs < fundingPatienceMs) return undefined;
  return { name: 'funding-cost-1h', value: fundingCost1h!, bound };
}
