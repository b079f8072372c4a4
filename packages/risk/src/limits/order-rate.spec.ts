import type { OrderIntent } from '@perpstream/core';
import { orderIntent } from '@perpstream/testing';
import { OrderRate } from './order-rate';
import { riskLimits, type RiskLimits } from './risk-limits';
import { isStateful } from './stateful';

const shortTerm = orderIntent();
const stateful: OrderIntent = { ...shortTerm, goodTilBlocks: 21 };

function rate(limits: Partial<RiskLimits> = {}): OrderRate {
  return new OrderRate(riskLimits(limits));
}

function sent(given: OrderRate, order: OrderIntent, times: number): OrderRate {
  for (let time = 0; time < times; time++) given.countOrder(order);
  return given;
}

describe('isStateful', () => {
  it.each([
    [1, false],
    [20, false],
    [21, true],
  ])('an order for %d blocks: %s', (goodTilBlocks, expected) => {
    expect(isStateful({ ...shortTerm, goodTilBlocks })).toBe(expected);
  });
});

describe('OrderRate', () => {
  it('R30: starts with the rates of the chain, and reports what is left', () => {
    const given = rate();
    expect(given.left).toEqual({ shortTerm: 4_000, statefulInBlock: 2, statefulIn100Blocks: 20 });
    sent(given, shortTerm, 3);
    given.countCancel();
    sent(given, stateful, 1);
    expect(given.left).toEqual({ shortTerm: 3_996, statefulInBlock: 1, statefulIn100Blocks: 19 });
  });

  it('R30: keeps a tenth of the short-term pool for cancels and orders that reduce', () => {
    const given = rate();
    given.advance(1);
    sent(given, shortTerm, 3_599);
    expect(given.hits(shortTerm, false)).toEqual([]);
    given.countCancel();
    expect(given.hits(shortTerm, false)).toEqual([
      {
        limit: 'order-rate',
        value: 3_601,
        bound: 3_600,
        message:
          '3601 short-term orders and cancels within a few blocks exceed 3600, 400 of 4000 are kept for what reduces',
      },
    ]);
    expect(given.hits(shortTerm, true)).toEqual([]);
  });

  it('R30: refuses what reduces only when the pool of the chain is empty', () => {
    const given = sent(rate(), shortTerm, 3_999);
    expect(given.hits(shortTerm, true)).toEqual([]);
    given.countCancel();
    expect(given.hits(shortTerm, true)).toEqual([
      {
        limit: 'chain-rule',
        value: 4_001,
        bound: 4_000,
        message: '4001 short-term orders and cancels within a few blocks exceed 4000',
      },
    ]);
  });

  it('R30: frees the short-term pool two blocks later than the chain, since orders land later than they are sent', () => {
    const given = rate({ maxShortTermOrders: 10, orderRateReserve: 0 });
    given.advance(100);
    sent(given, shortTerm, 10);
    given.advance(106);
    expect(given.hits(shortTerm, false)).toHaveLength(1);
    given.advance(107);
    expect(given.hits(shortTerm, false)).toEqual([]);
    expect(given.left.shortTerm).toBe(10);
  });

  it('R30: counts stateful orders by the block and by 100 blocks, apart from short-term ones', () => {
    const given = rate({ orderRateReserve: 0 });
    given.advance(100);
    sent(given, stateful, 2);
    expect(given.hits(stateful, false)).toEqual([
      { limit: 'order-rate', value: 3, bound: 2, message: '3 stateful orders in one block exceed 2' },
    ]);
    expect(given.hits(shortTerm, false)).toEqual([]);
    given.advance(102);
    expect(given.hits(stateful, false)).toHaveLength(1);
    for (const height of [103, 106, 109, 112, 115, 118, 121, 124, 127]) {
      given.advance(height);
      expect(given.hits(stateful, false)).toEqual([]);
      sent(given, stateful, 2);
    }
    given.advance(130);
    expect(given.hits(stateful, false)).toEqual([
      { limit: 'order-rate', value: 21, bound: 20, message: '21 stateful orders within 100 blocks exceed 20' },
    ]);
    expect(given.hits(stateful, true)).toMatchObject([{ limit: 'chain-rule', value: 21, bound: 20 }]);
    given.advance(201);
    expect(given.left.statefulIn100Blocks).toBe(0);
    given.advance(202);
    expect(given.left).toEqual({ shortTerm: 4_000, statefulInBlock: 2, statefulIn100Blocks: 2 });
  });

  it('does not charge short-term orders for stateful ones', () => {
    const given = sent(rate(), stateful, 5);
    expect(given.left.shortTerm).toBe(4_000);
  });

  it('has no bound where a rate is switched off', () => {
    const given = sent(rate({ maxShortTermOrders: Infinity }), shortTerm, 10_000);
    expect(given.hits(shortTerm, false)).toEqual([]);
    expect(given.left.shortTerm).toBe(Infinity);
  });
});
