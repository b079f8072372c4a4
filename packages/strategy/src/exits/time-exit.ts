import type { Reason } from '@perpstream/core';
import type { ExitOptions } from './exit-options';
import type { OpenIdea } from './open-idea';

/** Leaves an idea that has been held for `maxHoldMs`. */
export function timeExit(
  { enteredMs, nowMs }: OpenIdea,
  { maxHoldMs: bound }: Pick<ExitOptions, 'maxHoldMs'>,
): Reason | undefined {
  const value = nowMs - enteredMs;
  return bound > 0 && value >= bound ? { name: 'max-hold-ms', value, bound } : undefined;
}
