import type { CancelIntent, ClientId, FaultSink, OrderIntent } from '@perpstream/core';
import type { OperatorFunction } from 'rxjs';
import { emitEach } from '../emit-each';
import { Planner, type PlannerInput } from './planner';

/** How decisions become orders. */
export type PlanOptions = {
  /** How exposure is added: `taker` (default) crosses the spread at once, `maker` rests at the touch. */
  readonly execution?: 'taker' | 'maker';
  /** Worst price of a taker from the best opposite price, in basis points, 0 to less than 10,000; 20 by default. */
  readonly maxSlippageBps?: number;
  /** Blocks until an order dies by itself, integer 1..20; 10 by default. */
  readonly goodTilBlocks?: number;
  /** Orders worth less, in USD, are not sent, except to close a position; >= 0, 0 by default. */
  readonly minOrderNotionalUsd?: number;
  /** Orders that one decision may send to add exposure (quotes: in a row without resting), integer >= 1; 5 by default. */
  readonly maxAttempts?: number;
  /** Where client ids come from, `clientIds(seed)` for example. Never the same id twice in a run. */
  readonly clientIds: () => ClientId;
  readonly faults: FaultSink;
};

function requireInteger(name: string, value: number, min: number, max: number): void {
  if (!Number.isInteger(value) || value < min || value > max) {
    throw new RangeError(`${name} must be an integer in ${min}..${max}, was ${value}`);
  }
}

/**
 * Turns approved and trimmed decisions into orders on the market's grid, and sees them through.
 *
 * A target is fixed in quantums once, at the mid when rules, book and account are first known, rounded toward zero. What is
 * open is compared with what should be open: orders that serve are left alone, others are cancelled, and only when those
 * have ended are new ones sent, so that what is filled never exceeds what was wanted. Targets have one order at a time;
 * reductions are reduce-only `ioc`; a flip closes first. Quotes are two `post-only` orders that never cross; what was
 * filled of a quote is not quoted again.
 *
 * What an order left undone is tried again at the next block (at the next book event when no block came for 5 s):
 * reductions without limit, exposure up to `maxAttempts` times. An order that the account never shows was refused by risk:
 * exposure then waits for the next decision, a reduction is sent again after `goodTilBlocks` blocks. Once a target is
 * reached, no exposure is added for it, whatever becomes of the position.
 *
 * Waits silently while rules, book or account are unknown or the market's data are not live. Refused verdicts change
 * nothing. A decision that comes to nothing on the grid is one `order` fault.
 * @throws RangeError when an option is out of its range
 * @example merge(processed$, accounts$, verdicts$).pipe(planOrders({ clientIds: clientIds(42), faults }))
 * @see v4-chain `x/clob/types/message_place_order.go` for the rules of orders
 */
export function planOrders(options: PlanOptions): OperatorFunction<PlannerInput, OrderIntent | CancelIntent> {
  const settings = {
    execution: 'taker' as const,
    maxSlippageBps: 20,
    goodTilBlocks: 10,
    minOrderNotionalUsd: 0,
    maxAttempts: 5,
    ...options,
  };
  const { maxSlippageBps, minOrderNotionalUsd } = settings;
  requireInteger('goodTilBlocks', settings.goodTilBlocks, 1, 20);
  requireInteger('maxAttempts', settings.maxAttempts, 1, Number.MAX_SAFE_INTEGER);
  if (!(maxSlippageBps >= 0 && maxSlippageBps < 10_000)) {
    throw new RangeError(`maxSlippageBps must be >= 0 and < 10000, was ${maxSlippageBps}`);
  }
  if (!(minOrderNotionalUsd >= 0 && minOrderNotionalUsd < Infinity)) {
    throw new RangeError(`minOrderNotionalUsd must be finite and >= 0, was ${minOrderNotionalUsd}`);
  }
  return emitEach<PlannerInput, OrderIntent | CancelIntent>(() => {
    const planner = new Planner(settings);
    return (input) => planner.take(input);
  });
}
