import type { Reason } from '@perpstream/core';
import type { ExitOptions } from './exit-options';
import { fundingExit } from './funding-exit';
import type { OpenIdea } from './open-idea';
import { stopLoss } from './stop-loss';
import { takeProfit } from './take-profit';
import { timeExit } from './time-exit';
import { trailingStop } from './trailing-stop';

/**
 * Why an idea has to be left now, whatever its conviction: the first rule that says so, in the order stop-loss, trailing
 * stop, take-profit, time, funding; undefined when none does. `convictionDecay` is asked with the conviction.
 */
export function exitReason(open: OpenIdea, options: ExitOptions): Reason | undefined {
  return (
    stopLoss(open, options) ??
    trailingStop(open, options) ??
    takeProfit(open, options) ??
    timeExit(open, options) ??
    fundingExit(open, options)
  );
}
