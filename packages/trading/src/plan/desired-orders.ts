import type { ClientId, OpenOrder, OrderIntent, Side, Subticks, TimeInForce } from '@perpstream/core';
import { nextLeg } from './next-leg';
import type { Effort, Wanted, WantedQuote } from './wanted';

/** An order that should exist in a market now. */
export type DesiredOrder = {
  readonly side: Side;
  readonly quantums: bigint;
  readonly timeInForce: TimeInForce;
  readonly reduceOnly: boolean;
  /** The quote it stands for; absent for orders toward a target, which are priced when they are sent. */
  readonly quote?: WantedQuote;
  readonly effort: Effort;
};

/** An order of the account that may still fill. */
export type LiveOrder = {
  readonly clientId: ClientId;
  readonly side: Side;
  readonly remainingQuantums: bigint;
  readonly subticks: Subticks;
  readonly timeInForce: TimeInForce;
  readonly reduceOnly: boolean;
};

/** Sees an intent or an open order as a live one. */
export function liveOrder(order: OrderIntent | OpenOrder): LiveOrder {
  const { clientId, side, subticks, timeInForce, reduceOnly } = order;
  const filled = 'filledQuantums' in order ? order.filledQuantums : 0n;
  return { clientId, side, remainingQuantums: order.quantums - filled, subticks, timeInForce, reduceOnly };
}

/**
 * The orders that should exist in a market: the next leg toward a target, or up to two quotes. Legs that reduce are
 * reduce-only takers whatever the execution, since the chain has no resting reduce-only orders and a way out should not wait.
 */
export function desiredOrders(wanted: Wanted, position: bigint, execution: 'taker' | 'maker'): DesiredOrder[] {
  if (wanted.kind === 'quotes') {
    return wanted.quotes
      .filter(({ quantums }) => quantums > 0n)
      .map((quote) => {
        const { side, quantums } = quote;
        return { side, quantums, timeInForce: 'post-only', reduceOnly: false, quote, effort: quote };
      });
  }
  const leg = nextLeg(position, wanted.quantums);
  if (leg === undefined) return [];
  const { side, quantums, isReducing } = leg;
  // A target stated as a size makes a position smaller; where it became smaller than that already, it stays.
  if (!isReducing && wanted.decision.targetSizeBase !== undefined) return [];
  const timeInForce = isReducing || execution === 'taker' ? 'ioc' : 'post-only';
  return [{ side, quantums, timeInForce, reduceOnly: isReducing, effort: wanted }];
}

/** Whether a live order does the work of a desired one. A target takes any part of its leg, a quote is exactly itself. */
export function serves(live: LiveOrder, desired: DesiredOrder): boolean {
  const { side, timeInForce, reduceOnly, quantums, quote } = desired;
  if (live.side !== side || live.timeInForce !== timeInForce || live.reduceOnly !== reduceOnly) return false;
  if (quote === undefined) return live.remainingQuantums <= quantums;
  return live.subticks === quote.subticks && live.remainingQuantums === quantums;
}
