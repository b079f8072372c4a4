import { unixMs, type ClientId, type OpenOrder, type Quantums, type Subticks } from '@perpstream/core';
import { orderIntent, targetDecision } from '@perpstream/testing';
import { desiredOrders, liveOrder, serves, type DesiredOrder, type LiveOrder } from './desired-orders';
import type { Wanted, WantedQuote } from './wanted';

function target(quantums: bigint): Wanted {
  return { kind: 'target', decision: targetDecision(), quantums, attempts: 0, isOver: false };
}

function quote(side: 'buy' | 'sell', quantums: bigint): WantedQuote {
  return { side, quantums, subticks: 100n as Subticks, attempts: 0, isOver: false };
}

function quotes(...wanted: WantedQuote[]): Wanted {
  const { strategy, decision, confidence, reasons, marketId, receivedMs, cause } = targetDecision();
  const asked = { kind: 'quotes', strategy, decision, confidence, reasons, marketId, receivedMs, cause } as const;
  return { kind: 'quotes', decision: asked, quotes: wanted };
}

function brief(orders: readonly DesiredOrder[]): string[] {
  return orders.map(({ side, quantums, timeInForce, reduceOnly }) => {
    return `${side} ${quantums} ${timeInForce}${reduceOnly ? ' reduce-only' : ''}`;
  });
}

describe('desiredOrders', () => {
  it.each([
    ['taker', 0n, 5n, ['buy 5 ioc']],
    ['maker', 0n, 5n, ['buy 5 post-only']],
    ['taker', 0n, -5n, ['sell 5 ioc']],
    ['maker', 0n, -5n, ['sell 5 post-only']],
    ['taker', 5n, 5n, []],
    ['taker', 5n, 2n, ['sell 3 ioc reduce-only']],
    ['maker', 5n, 2n, ['sell 3 ioc reduce-only']],
    ['maker', 5n, -2n, ['sell 5 ioc reduce-only']],
  ] as const)('are, for a %s from %d to %d, %j', (execution, position, wanted, expected) => {
    expect(brief(desiredOrders(target(wanted), position, execution))).toEqual(expected);
  });

  it('are the quotes that are not filled, whatever the position', () => {
    const wanted = quotes(quote('buy', 4n), quote('sell', 0n));
    expect(brief(desiredOrders(wanted, 9n, 'taker'))).toEqual(['buy 4 post-only']);
  });
});

describe('serves', () => {
  const live: LiveOrder = {
    clientId: 1 as ClientId,
    side: 'buy',
    remainingQuantums: 5n,
    subticks: 100n as Subticks,
    timeInForce: 'ioc',
    reduceOnly: false,
  };
  const [leg] = desiredOrders(target(5n), 0n, 'taker');
  const [wish] = desiredOrders(quotes(quote('buy', 5n)), 0n, 'taker');

  it.each([
    ['an order for all of the leg', {}, true],
    ['an order for a part of the leg', { remainingQuantums: 2n }, true],
    ['an order at any price', { subticks: 7n as Subticks }, true],
    ['an order for more than the leg', { remainingQuantums: 6n }, false],
    ['an order on the other side', { side: 'sell' }, false],
    ['an order of another life time', { timeInForce: 'gtt' }, false],
    ['a reduce-only order', { reduceOnly: true }, false],
  ] as const)('judges %s toward a target', (_, change, isServing) => {
    expect(serves({ ...live, ...change }, leg!)).toBe(isServing);
  });

  it.each([
    ['the quote itself', {}, true],
    ['a smaller one', { remainingQuantums: 4n }, false],
    ['a larger one', { remainingQuantums: 6n }, false],
    ['one at another price', { subticks: 101n as Subticks }, false],
    ['one on the other side', { side: 'sell' }, false],
    ['a taker', { timeInForce: 'ioc' }, false],
  ] as const)('judges %s as a quote', (_, change, isServing) => {
    expect(serves({ ...live, timeInForce: 'post-only', ...change }, wish!)).toBe(isServing);
  });
});

describe('liveOrder', () => {
  it('counts all of an intent as remaining', () => {
    expect(liveOrder(orderIntent({ quantums: 9n as Quantums })).remainingQuantums).toBe(9n);
  });

  it('counts what an open order has not filled', () => {
    const order = orderIntent({ quantums: 9n as Quantums });
    const open: OpenOrder = {
      ...order,
      filledQuantums: 4n as Quantums,
      remainingBase: 0,
      status: 'open',
      submittedMs: unixMs(0),
    };
    expect(liveOrder(open).remainingQuantums).toBe(5n);
  });
});
