import type { Reason } from '@perpstream/core';
import type { ExitOptions } from './exit-options';
import type { OpenIdea } from './open-idea';

/** Leaves an idea whose conviction fell below the share `convictionDecay` of what it was at entry. No opinion is no decay. */
export function convictionDecay(
  { conviction, entryConviction }: OpenIdea,
  { convictionDecay: share }: Pick<ExitOptions, 'convictionDecay'>,
): Reason | undefined {
  const bound = share * entryConviction;
  if (share === 0 || conviction === undefined || conviction >= bound) return undefined;
  return { name: 'conviction-decay', value: conviction, bound };
}
