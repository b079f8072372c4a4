import type { CancelIntent, OrderIntent } from '@perpstream/core';
import type { OperatorFunction } from 'rxjs';
import { emitEach } from '../emit-each';
import { planSettings, type PlanOptions } from './plan-options';
import { Planner, type PlannerInput } from './planner';

/**
 * Turns approved and trimmed decisions into orders on the market's grid, and sees them through.
 *
 * A target is fixed in quantums once, at the mid when rules, book and account are first known, rounded toward zero. What is
 * open is compared with what should be open: orders that serve are left alone, others are cancelled, and only when those
 * have ended are new ones sent, so that what is filled never exceeds what was wanted. Targets have one order at a time;
 * reductions are reduce-only `ioc`; a flip closes first. Quotes are two `post-only` orders that never cross; what was
 * filled of a quote is not quoted again. Quotes are taken back without a book, too, and when risk refuses to change them.
 *
 * What an order left undone is tried again at the next block (at the next book event when no block came for 5 s): exposure
 * up to `maxAttempts` times, reductions without limit, but after `maxAttempts` in vain only every `goodTilBlocks` blocks.
 * While a market takes no orders a reduction waits, and goes on as soon as it does. An order that the account never shows was refused by risk:
 * exposure then waits for the next decision, a reduction is sent again after `goodTilBlocks` blocks. Once a target is
 * reached, no exposure is added for it, whatever becomes of the position. When the exchange or the owner moves a position,
 * nothing more is added to it, and what rests is taken back, until the next decision.
 *
 * Waits silently while rules, book or account are unknown or the market's data are not live. Refused targets
 * change nothing. A decision that comes to nothing on the grid is one `order` fault.
 * @throws RangeError when an option is out of its range
 * @example merge(processed$, accounts$, verdicts$).pipe(planOrders({ clientIds: clientIds(42), faults }))
 * @see v4-chain `x/clob/types/message_place_order.go` for the rules of orders
 */
export function planOrders(options: PlanOptions): OperatorFunction<PlannerInput, OrderIntent | CancelIntent> {
  const settings = planSettings(options);
  return emitEach<PlannerInput, OrderIntent | CancelIntent>(() => {
    const planner = new Planner(settings);
    return (input) => planner.take(input);
  });
}
