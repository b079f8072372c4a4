import { type Side } from '@perpstream/core';

/** What an execution cost against prices that nobody could trade at, in USD; negative is a gain. */
export type ExecutionCost = {
  /** From the mid at the fill: half the spread, and the way into the depth of the book. */
  readonly spreadUsd: number;
  /** From the mid at the decision to that at the fill: what the wait cost. */
  readonly delayUsd: number;
};

/** A fill and the mids it is held against. */
export type MeasuredFill = {
  readonly side: Side;
  readonly sizeBase: number;
  readonly priceUsd: number;
  readonly midAtDecisionUsd: number;
  readonly midAtFillUsd: number;
};

/**
 * The implementation shortfall of a fill, in its two parts.
 *
 * @see Perold, "The Implementation Shortfall: Paper Versus Reality" (1988)
 */
export function executionCost({
  side,
  sizeBase,
  priceUsd,
  midAtDecisionUsd,
  midAtFillUsd,
}: MeasuredFill): ExecutionCost {
  const sign = side === 'buy' ? 1 : -1;
  return {
    spreadUsd: sign * (priceUsd - midAtFillUsd) * sizeBase,
    delayUsd: sign * (midAtFillUsd - midAtDecisionUsd) * sizeBase,
  };
}
