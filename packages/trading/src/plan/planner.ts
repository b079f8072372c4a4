import type {
  AccountState,
  BookUpdate,
  CancelIntent,
  DataQuality,
  DecisionVerdict,
  MarketContext,
  MarketId,
  OpenOrder,
  OrderIntent,
  ProcessedData,
  Stamp,
  StrategyDecision,
} from '@perpstream/core';
import { desiredOrders, serves, type DesiredOrder, type LiveOrder } from './desired-orders';
import { makeOrder, type PricedOrder } from './make-order';
import {
  dropUnanswered,
  isHeldBack,
  isMovedByOthers,
  learnAccount,
  liveOrders,
  newMarketPlan,
  passBeat,
  type MarketPlan,
} from './market-plan';
import type { PlanSettings } from './plan-options';
import { fixWanted } from './wanted';

/** What the planner looks at: market data, the account, and what risk says of decisions. */
export type PlannerInput = ProcessedData | AccountState | DecisionVerdict;

type Planned = OrderIntent | CancelIntent;

/** Without a block for this long, book events give the beat. */
const BLOCK_SILENCE_MS = 5_000;

const NOTHING: readonly Planned[] = [];

function openByMarket({ openOrders }: AccountState): Map<MarketId, OpenOrder[]> {
  const open = new Map<MarketId, OpenOrder[]>();
  for (const order of openOrders.values()) {
    const orders = open.get(order.marketId);
    if (orders === undefined) open.set(order.marketId, [order]);
    else orders.push(order);
  }
  return open;
}

/** The state behind `planOrders`: takes one event, returns what is to be sent. */
export class Planner {
  readonly #settings: PlanSettings;
  readonly #plans = new Map<MarketId, MarketPlan>();
  #account: AccountState | undefined;
  #lastBlockMs = -Infinity;

  constructor(settings: PlanSettings) {
    this.#settings = settings;
  }

  take(input: PlannerInput): readonly Planned[] {
    switch (input.kind) {
      case 'account':
        return this.#takeAccount(input);
      case 'approved':
      case 'trimmed':
        return this.#takeDecision(input.decision, input);
      case 'refused':
        return this.#takeRefusal(input);
      case 'flow':
      case 'flow-window':
      case 'forced-flow':
      case 'bar':
      case 'status-change':
      case 'clock-skew':
        return NOTHING;
      case 'block':
        this.#lastBlockMs = input.receivedMs;
        return [...this.#plans.values()].flatMap((plan) => this.#beat(plan, input));
      default:
        return this.#takeMarket(input);
    }
  }

  #plan(marketId: MarketId): MarketPlan {
    let plan = this.#plans.get(marketId);
    if (plan === undefined) this.#plans.set(marketId, (plan = newMarketPlan(marketId)));
    return plan;
  }

  #takeAccount(account: AccountState): readonly Planned[] {
    const isFirst = this.#account === undefined;
    this.#account = account;
    const open = openByMarket(account);
    for (const marketId of [...open.keys(), ...account.positions.keys()]) this.#plan(marketId);
    const planned: Planned[] = [];
    for (const plan of this.#plans.values()) {
      const position = account.positions.get(plan.marketId)?.quantums ?? 0n;
      const orders = open.get(plan.marketId) ?? [];
      if (!isFirst && isMovedByOthers(plan, position, orders)) plan.isStopped = true;
      learnAccount(plan, position, orders);
      planned.push(...this.#evaluate(plan, account));
    }
    return planned;
  }

  #takeDecision(decision: StrategyDecision, verdict: DecisionVerdict): readonly Planned[] {
    const plan = this.#plan(verdict.marketId);
    plan.decision = decision;
    plan.wanted = undefined;
    plan.isStopped = false;
    plan.vainReductions = 0;
    plan.ended = [];
    dropUnanswered(plan, this.#settings.goodTilBlocks);
    return this.#evaluate(plan, verdict);
  }

  /** Quotes that may not be changed any more may not stay at their old prices either. */
  #takeRefusal(verdict: DecisionVerdict): readonly Planned[] {
    const standing = this.#plan(verdict.marketId).decision;
    if (verdict.decision.kind !== 'quotes' || standing?.kind !== 'quotes') return NOTHING;
    const { marketId, receivedMs, cause } = verdict;
    const { strategy, decision, confidence, reasons } = verdict.decision;
    const stamp = { marketId, receivedMs, cause };
    return this.#takeDecision({ kind: 'quotes', strategy, decision, confidence, reasons, ...stamp }, verdict);
  }

  #takeMarket(event: BookUpdate | MarketContext | DataQuality): readonly Planned[] {
    const plan = this.#plan(event.marketId);
    if (event.kind === 'context') {
      plan.rules = event.rules ?? plan.rules;
      // That nobody tells us the status does not change it at the exchange.
      if (event.status !== 'UNKNOWN') plan.status = event.status;
    }
    if (event.kind === 'quality') plan.isLive = event.level === 'live';
    if (event.kind === 'quality' && event.level === 'syncing') plan.top = undefined;
    if (event.kind === 'book') plan.top = event.top;
    const isBeat = event.kind === 'book' && event.receivedMs - this.#lastBlockMs > BLOCK_SILENCE_MS;
    if (isBeat) return this.#beat(plan, event);
    return plan.isWaiting ? this.#evaluate(plan, event) : NOTHING;
  }

  #beat(plan: MarketPlan, at: Stamp): readonly Planned[] {
    if (plan.ended.length === 0 && plan.unanswered.size === 0 && !plan.isWaiting) return NOTHING;
    passBeat(plan, this.#settings.goodTilBlocks);
    return this.#evaluate(plan, at);
  }

  #evaluate(plan: MarketPlan, at: Stamp): readonly Planned[] {
    plan.isWaiting = false;
    if (plan.decision === undefined || this.#account === undefined) return NOTHING;
    if (!this.#fix(plan, plan.decision, at) || plan.wanted === undefined) {
      plan.isWaiting = true;
      return NOTHING;
    }
    const desired = desiredOrders(plan.wanted, plan.position, this.#settings.execution).filter(
      ({ reduceOnly }) => reduceOnly || !plan.isStopped,
    );
    const live = liveOrders(plan);
    if (plan.wanted.kind === 'target' && desired.length + live.length === 0) plan.wanted.isOver = true;
    const strays = live.filter((order) => !desired.some((wish) => serves(order, wish)));
    // An order that is being cancelled may still fill, so what replaces it waits until it has ended.
    if (strays.length > 0) return strays.flatMap((stray) => this.#cancel(plan, stray, at));
    const missing = desired.filter((wish) => !live.some((order) => serves(order, wish)));
    return missing.flatMap((wish) => this.#place(plan, wish, at));
  }

  /** Puts the decision on the grid when that is possible and not done. @returns whether it is done */
  #fix(plan: MarketPlan, decision: StrategyDecision, at: Stamp): boolean {
    if (plan.wanted !== undefined) return true;
    const { rules, top } = plan;
    if (rules === undefined) return false;
    // Quotes can be taken back without a book, and a size stands for itself.
    const needsBook = decision.kind === 'target' && decision.targetSizeBase === undefined;
    if (needsBook && top === undefined) return false;
    const { wanted, problems } = fixWanted(decision, rules, top);
    plan.wanted = wanted;
    // A target below one step still closes what is open, which is something to do.
    if (wanted.kind === 'quotes' || plan.position === 0n)
      for (const problem of problems) this.#fault(plan, problem, at);
    return true;
  }

  #cancel(plan: MarketPlan, { clientId, timeInForce }: LiveOrder, { receivedMs, cause }: Stamp): CancelIntent[] {
    if (timeInForce === 'ioc' || plan.cancelled.has(clientId) || plan.unanswered.has(clientId)) return [];
    plan.cancelled.add(clientId);
    return [{ kind: 'cancel', marketId: plan.marketId, clientId, receivedMs, cause, reason: 'no longer wanted' }];
  }

  #place(plan: MarketPlan, wish: DesiredOrder, at: Stamp): OrderIntent[] {
    const { effort, reduceOnly } = wish;
    if (!reduceOnly && effort.isOver) return [];
    const { maxAttempts, goodTilBlocks } = this.#settings;
    if (!reduceOnly && effort.attempts >= maxAttempts) {
      effort.isOver = true;
      this.#fault(plan, `gave up ${wish.side} ${wish.quantums} quantums after ${maxAttempts} orders`, at);
      return [];
    }
    const isWaiting = isHeldBack(plan, wish, { maxAttempts, patience: goodTilBlocks });
    if (isWaiting || !plan.isLive || plan.top === undefined || plan.rules === undefined) {
      plan.isWaiting = true;
      return [];
    }
    const { maxSlippageBps = this.#settings.maxSlippageBps } = plan.decision?.kind === 'target' ? plan.decision : {};
    const priced = makeOrder(wish, plan.rules, plan.top, maxSlippageBps);
    const problem = priced.ok ? this.#tooSmall(plan, priced.value) : priced.reason;
    if (!priced.ok || problem !== undefined) {
      // Too little to change an open position is no fault: the position is as near to the target as it gets.
      if (!effort.isOver && plan.position === 0n) this.#fault(plan, `nothing to send: ${problem}`, at);
      effort.isOver = true;
      return [];
    }
    return this.#send(plan, wish, priced.value, at);
  }

  /** Why an order is too small to be worth sending. Closing a position always is. */
  #tooSmall({ position }: MarketPlan, { quantums, sizeBase, priceUsd, reduceOnly }: PricedOrder): string | undefined {
    const { minOrderNotionalUsd } = this.#settings;
    const isClosing = reduceOnly && (quantums === position || quantums === -position);
    const notionalUsd = sizeBase * priceUsd;
    if (isClosing || notionalUsd >= minOrderNotionalUsd) return undefined;
    return `an order of ${notionalUsd} USD is below minOrderNotionalUsd ${minOrderNotionalUsd}`;
  }

  #send(plan: MarketPlan, wish: DesiredOrder, priced: PricedOrder, { receivedMs, cause }: Stamp): OrderIntent[] {
    const { decision, marketId } = plan;
    if (decision === undefined) return [];
    const { clientIds, goodTilBlocks } = this.#settings;
    const { strategy, decision: number } = decision;
    const clientId = clientIds();
    const order: OrderIntent = {
      kind: 'order',
      marketId,
      receivedMs,
      cause,
      clientId,
      ...priced,
      goodTilBlocks,
      strategy,
      decision: number,
    };
    if (wish.quote !== undefined) wish.quote.subticks = priced.subticks;
    if (!wish.reduceOnly) wish.effort.attempts += 1;
    plan.unanswered.set(clientId, { order, effort: wish.effort, decision, age: 0 });
    return [order];
  }

  #fault({ marketId }: MarketPlan, message: string, { receivedMs, cause }: Stamp): void {
    this.#settings.faults.report({ kind: 'order', where: 'planner', message, receivedMs, cause, marketId });
  }
}
