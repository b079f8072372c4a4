import type { Reason } from '@perpstream/core';
import type { ExitOptions } from './exit-options';
import type { OpenIdea } from './open-idea';

/** Leaves an idea that has lost `stopLoss` of its notional. */
export function stopLoss({ value }: OpenIdea, { stopLoss: bound }: Pick<ExitOptions, 'stopLoss'>): Reason | undefined {
  return bound > 0 && value <= -bound ? { name: 'stop-loss', value, bound: -bound } : undefined;
}
