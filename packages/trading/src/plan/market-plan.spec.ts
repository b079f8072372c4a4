import { unixMs, type ClientId, type OpenOrder, type Quantums } from '@perpstream/core';
import { BTC, orderIntent, targetDecision } from '@perpstream/testing';
import { desiredOrders } from './desired-orders';
import { isCooling, learnAccount, liveOrders, newMarketPlan, passBeat, type MarketPlan } from './market-plan';
import type { WantedTarget } from './wanted';

function open(clientId: number, given: Partial<OpenOrder> = {}): OpenOrder {
  const order = orderIntent({ clientId: clientId as ClientId });
  return {
    ...order,
    filledQuantums: 0n as Quantums,
    remainingBase: 1,
    status: 'open',
    submittedMs: unixMs(0),
    ...given,
  };
}

function wanting(quantums: bigint): WantedTarget {
  return { kind: 'target', decision: targetDecision(), quantums, attempts: 0, isOver: false };
}

/** A plan with one order that was sent and not answered. */
function withUnanswered(reduceOnly: boolean): { readonly plan: MarketPlan; readonly wanted: WantedTarget } {
  const plan = newMarketPlan(BTC);
  const wanted = wanting(5n);
  const order = orderIntent({ clientId: 7 as ClientId, reduceOnly });
  plan.decision = wanted.decision;
  plan.wanted = wanted;
  plan.unanswered.set(order.clientId, { order, effort: wanted, decision: wanted.decision, age: 0 });
  return { plan, wanted };
}

function ids(plan: MarketPlan): number[] {
  return liveOrders(plan).map(({ clientId }) => clientId);
}

describe('learnAccount', () => {
  it('counts orders as live from their sending to their end', () => {
    const { plan } = withUnanswered(false);
    expect(ids(plan)).toEqual([7]);
    learnAccount(plan, 0n, [open(7)]);
    expect(ids(plan)).toEqual([7]);
    expect(plan.unanswered.size).toBe(0);
    learnAccount(plan, 0n, []);
    expect(ids(plan)).toEqual([]);
  });

  it('keeps an order that the account has not shown yet', () => {
    const { plan } = withUnanswered(false);
    learnAccount(plan, 0n, [open(3)]);
    expect(ids(plan)).toEqual([3, 7]);
  });

  it('lets what ended by itself cool, and not what was cancelled', () => {
    const plan = newMarketPlan(BTC);
    const [leg] = desiredOrders(wanting(5n), 0n, 'taker');
    learnAccount(plan, 0n, [open(1)]);
    plan.cancelled.add(1 as ClientId);
    learnAccount(plan, 0n, [open(2)]);
    expect(isCooling(plan, leg!)).toBe(false);
    expect(plan.cancelled.size).toBe(0);
    learnAccount(plan, 0n, []);
    expect(isCooling(plan, leg!)).toBe(true);
    expect(isCooling(plan, { ...leg!, reduceOnly: true })).toBe(false);
    expect(isCooling(plan, { ...leg!, side: 'sell' })).toBe(false);
    passBeat(plan, 10);
    expect(isCooling(plan, leg!)).toBe(false);
  });
});

describe('passBeat', () => {
  it('gives up exposure that was not answered for two beats', () => {
    const { plan, wanted } = withUnanswered(false);
    passBeat(plan, 10);
    expect(wanted.isOver).toBe(false);
    passBeat(plan, 10);
    expect(wanted.isOver).toBe(true);
  });

  it('never gives up a reduction', () => {
    const { plan, wanted } = withUnanswered(true);
    for (let beat = 0; beat < 20; beat += 1) passBeat(plan, 10);
    expect(wanted.isOver).toBe(false);
  });

  it.each([1, 3, 10])('forgets an unanswered order after %d beats', (patience) => {
    const { plan } = withUnanswered(true);
    for (let beat = 1; beat < patience; beat += 1) passBeat(plan, patience);
    expect(ids(plan)).toEqual([7]);
    passBeat(plan, patience);
    expect(ids(plan)).toEqual([]);
  });

  it('forgets an unanswered order of an earlier decision after two beats', () => {
    const { plan } = withUnanswered(true);
    plan.decision = targetDecision({ decision: 1 });
    passBeat(plan, 10);
    expect(ids(plan)).toEqual([7]);
    passBeat(plan, 10);
    expect(ids(plan)).toEqual([]);
  });
});
