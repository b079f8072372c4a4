import {
  magnitude,
  type ClientId,
  type MarketId,
  type MarketRules,
  type MarketStatus,
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
  status: MarketStatus;
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
  /** Others moved the position since the decision: it is not followed into more exposure any more. */
  isStopped: boolean;
  /** Reductions in a row that ended without moving the position, and the beats since the last of them. */
  vainReductions: number;
  beatsSinceVain: number;
};

/** A market of which nothing is known yet. */
export function newMarketPlan(marketId: MarketId): MarketPlan {
  return {
    marketId,
    rules: undefined,
    top: undefined,
    isLive: true,
    status: 'UNKNOWN',
    position: 0n,
    open: [],
    unanswered: new Map(),
    cancelled: new Set(),
    ended: [],
    decision: undefined,
    wanted: undefined,
    isWaiting: false,
    isStopped: false,
    vainReductions: 0,
    beatsSinceVain: 0,
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
  countVainReductions(plan, position !== plan.position, ended);
  countFilledQuotes(plan, position - plan.position);
  forgiveRestingQuotes(plan, open);
  plan.position = position;
  plan.open = open;
}

/**
 * Whether the position moved by more than what filled of own orders, at most all that was left of those that are gone: then
 * the exchange or the owner moved it.
 */
export function isMovedByOthers(plan: MarketPlan, position: bigint, open: readonly OpenOrder[]): boolean {
  const change = position - plan.position;
  const side = change > 0n ? 'buy' : 'sell';
  const left = new Map(open.map((order) => [order.clientId, liveOrder(order).remainingQuantums]));
  let own = 0n;
  for (const { clientId, side: itsSide, remainingQuantums } of liveOrders(plan)) {
    // What was sent and never shown has not filled: a fill is told after the order.
    const isShown = !plan.unanswered.has(clientId) || left.has(clientId);
    if (itsSide === side && isShown) own += remainingQuantums - (left.get(clientId) ?? 0n);
  }
  return magnitude(change) > own;
}

function countVainReductions(plan: MarketPlan, isMoved: boolean, ended: readonly OpenOrder[]): void {
  const vain = ended.filter(({ reduceOnly }) => reduceOnly).length;
  if (isMoved) plan.vainReductions = 0;
  else if (vain > 0) {
    plan.vainReductions += vain;
    plan.beatsSinceVain = 0;
  }
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
  plan.beatsSinceVain += 1;
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

/** When something that was tried in vain is tried again. */
export type Persistence = {
  /** Reductions in a row that may end in vain before they are spaced out. */
  readonly maxAttempts: number;
  /** Beats between those that follow. */
  readonly patience: number;
};

/** Whether an order waits: the exchange takes none at present, or the same has just come to an end. */
export function isHeldBack(plan: MarketPlan, desired: DesiredOrder, { maxAttempts, patience }: Persistence): boolean {
  if (isCooling(plan, desired)) return true;
  if (!desired.reduceOnly) return false;
  // More exposure gives up by itself; a way out goes on as soon as there is one.
  if (plan.status !== 'ACTIVE' && plan.status !== 'UNKNOWN') return true;
  return plan.vainReductions >= maxAttempts && plan.beatsSinceVain < patience;
}

/** Whether the same was tried since the last beat and came to an end. */
export function isCooling(plan: MarketPlan, desired: DesiredOrder): boolean {
  return plan.ended.some(({ side, reduceOnly }) => side === desired.side && reduceOnly === desired.reduceOnly);
}
