import {
  magnitude,
  type ClientId,
  type MarketId,
  type MarketRules,
  type OpenOrder,
  type OrderIntent,
  type StrategyDecision,
  type TopOfBook,
} from '@perpstream/core';
import { liveOrder, type DesiredOrder, type LiveOrder } from './desired-orders';
import type { Effort, Wanted } from './wanted';

/** Beats after which an order should have been answered: one may pass while the input that led to it is still handled. */
const ANSWER_BEATS = 2;

/** An order that was sent and that the account has not shown yet. It may have been refused, which nobody tells. */
export type Unanswered = {
  readonly order: OrderIntent;
  readonly effort: Effort;
  readonly decision: StrategyDecision;
  /** Beats since it was sent. */
  age: number;
};

/** What the planner knows of one market. */
export type MarketPlan = {
  readonly marketId: MarketId;
  rules: MarketRules | undefined;
  top: TopOfBook | undefined;
  isLive: boolean;
  position: bigint;
  open: readonly OpenOrder[];
  readonly unanswered: Map<ClientId, Unanswered>;
  /** Orders whose cancel was sent. */
  readonly cancelled: Set<ClientId>;
  /** Orders that ended by themselves since the last beat: what they left undone waits for the next one. */
  ended: readonly LiveOrder[];
  decision: StrategyDecision | undefined;
  /** What the decision comes to on the grid; undefined until rules and book are known. */
  wanted: Wanted | undefined;
  /** Something is to be done that waits for data. */
  isWaiting: boolean;
};

/** A market of which nothing is known yet. */
export function newMarketPlan(marketId: MarketId): MarketPlan {
  return {
    marketId,
    rules: undefined,
    top: undefined,
    isLive: true,
    position: 0n,
    open: [],
    unanswered: new Map(),
    cancelled: new Set(),
    ended: [],
    decision: undefined,
    wanted: undefined,
    isWaiting: false,
  };
}

/** All orders that may still fill. */
export function liveOrders(plan: MarketPlan): LiveOrder[] {
  return [...plan.open, ...[...plan.unanswered.values()].map(({ order }) => order)].map(liveOrder);
}

/** Takes over position and open orders of the market from a new account state. */
export function learnAccount(plan: MarketPlan, position: bigint, open: readonly OpenOrder[]): void {
  const openIds = new Set(open.map(({ clientId }) => clientId));
  const ended = plan.open.filter(({ clientId }) => !openIds.has(clientId));
  plan.ended = [...plan.ended, ...ended.filter(({ clientId }) => !plan.cancelled.has(clientId)).map(liveOrder)];
  for (const { clientId } of ended) plan.cancelled.delete(clientId);
  for (const clientId of openIds) plan.unanswered.delete(clientId);
  countFilledQuotes(plan, position - plan.position);
  forgiveRestingQuotes(plan, open);
  plan.position = position;
  plan.open = open;
}

/** A filled part of a quote is not quoted again. */
function countFilledQuotes({ wanted }: MarketPlan, change: bigint): void {
  if (wanted?.kind !== 'quotes' || change === 0n) return;
  const filled = magnitude(change);
  const quote = wanted.quotes.find(({ side }) => side === (change > 0n ? 'buy' : 'sell'));
  if (quote !== undefined) quote.quantums = quote.quantums > filled ? quote.quantums - filled : 0n;
}

/** A quote that came to rest did what it was sent for, so it may be renewed for ever. */
function forgiveRestingQuotes({ wanted }: MarketPlan, open: readonly OpenOrder[]): void {
  if (wanted?.kind !== 'quotes') return;
  for (const quote of wanted.quotes) {
    if (open.some(({ side, status }) => side === quote.side && status === 'open')) quote.attempts = 0;
  }
}

/**
 * One beat passes: what ended before it may be tried again. A gateway reports `submitted` at once, so an order that is still
 * unanswered was refused or lost: exposure is not asked for again by the same decision; a reduction is, after `patience`
 * beats, when even an order that was lost on its way has expired.
 */
export function passBeat(plan: MarketPlan, patience: number): void {
  plan.ended = [];
  for (const unanswered of plan.unanswered.values()) {
    unanswered.age += 1;
    if (unanswered.age >= ANSWER_BEATS && !unanswered.order.reduceOnly) unanswered.effort.isOver = true;
  }
  dropUnanswered(plan, patience);
}

/** Forgets orders that were never answered: those of earlier decisions soon, others after `patience` beats. */
export function dropUnanswered(plan: MarketPlan, patience: number): void {
  for (const [clientId, { age, decision }] of plan.unanswered) {
    if (age >= (decision === plan.decision ? patience : ANSWER_BEATS)) plan.unanswered.delete(clientId);
  }
}

/** Whether the same was tried since the last beat and came to an end. */
export function isCooling(plan: MarketPlan, desired: DesiredOrder): boolean {
  return plan.ended.some(({ side, reduceOnly }) => side === desired.side && reduceOnly === desired.reduceOnly);
}
