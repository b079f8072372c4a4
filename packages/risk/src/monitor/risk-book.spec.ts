import { unixMs, type AccountState, type ClientId, type MarketId, type OrderIntent } from '@perpstream/core';
import {
  accountState,
  block,
  bookUpdate,
  BTC,
  ETH,
  marketContext,
  orderIntent,
  position,
  tradeFlow,
} from '@perpstream/testing';
import { listed } from '../../fixtures/orders';
import { DEFAULT_EQUITY_TIERS } from '../limits/equity-tiers';
import { checkRiskOptions } from './check-options';
import { RiskBook } from './risk-book';
import type { RiskOptions } from './risk-options';

function book(): RiskBook {
  const fresh = new RiskBook(checkRiskOptions({ inFlightOrderMs: 1_000 }));
  fresh.apply(marketContext());
  fresh.apply(marketContext({ marketId: ETH, oraclePriceUsd: 10 }));
  return fresh;
}

function exposed(given: RiskBook): MarketId[] {
  return [...given.exposed].map(({ marketId }) => marketId);
}

const long = accountState({ quoteBalanceUsd: 500, positions: [position({ sizeBase: 2 })] });

describe('RiskBook', () => {
  it('tells what an input changed', () => {
    const given = book();
    const changes = [
      block(),
      marketContext({ oraclePriceUsd: 101 }),
      long,
      marketContext({ oraclePriceUsd: 102 }),
      marketContext({ oraclePriceUsd: 102 }),
      marketContext({ marketId: ETH, oraclePriceUsd: 10.1 }),
      { kind: 'command', receivedUs: 0, command: 'stop' } as const,
      { kind: 'command', receivedUs: 0, command: 'halt-new-exposure' } as const,
      { kind: 'command', receivedUs: 0, command: 'resume' } as const,
    ].map((input) => given.apply(input));
    expect(changes).toEqual(['none', 'none', 'account', 'marks', 'none', 'none', 'protections', 'none', 'protections']);
  });

  it('values the account at oracle prices', () => {
    const given = book();
    expect(given.equityUsd()).toBeUndefined();
    given.apply(long);
    expect(given.equityUsd()).toBe(700);
    given.apply(marketContext({ oraclePriceUsd: 90 }));
    expect(given.equityUsd()).toBe(680);
    given.apply(accountState({ positions: [position({ marketId: 'NEW-USD' as MarketId })] }));
    expect(given.equityUsd()).toBeNaN();
  });

  it('keeps only markets with exposure in its sums', () => {
    const given = book();
    expect(exposed(given)).toEqual([]);
    given.apply(long);
    given.reserveTarget(given.market(ETH), 50);
    expect(exposed(given)).toEqual([BTC, ETH]);
    given.apply(accountState());
    expect(exposed(given)).toEqual([ETH]);
    given.reserveTarget(given.market(ETH), 0);
    given.apply(accountState());
    expect(exposed(given)).toEqual([]);
  });

  it('keeps a reservation until the account has shown it and then holds less', () => {
    const given = book();
    const market = given.market(BTC);
    const reservedAfter = (sizeBase: number): number => {
      given.apply(accountState({ positions: sizeBase === 0 ? [] : [position({ sizeBase })] }));
      return market.reservedUsd;
    };
    given.reserveTarget(market, 400);
    expect([0, 1, 3.9, 4, 4.5, 3.97].map(reservedAfter)).toEqual([400, 400, 400, 400, 400, 400]);
    expect([3.9, 4].map(reservedAfter)).toEqual([0, 0]);
  });

  it('starts a new reservation as not shown', () => {
    const given = book();
    const market = given.market(BTC);
    given.apply(accountState({ positions: [position({ sizeBase: 4 })] }));
    given.reserveTarget(market, 400);
    given.apply(accountState({ positions: [position({ sizeBase: 4 })] }));
    given.reserveTarget(market, 800);
    given.apply(accountState({ positions: [position({ sizeBase: 4 })] }));
    expect(market.reservedUsd).toBe(800);
  });

  it('counts an approved order until the account lists it or its time has passed', () => {
    const order = (id: number, atMs: number): ReturnType<typeof orderIntent> =>
      orderIntent({ clientId: id as ClientId, receivedMs: unixMs(atMs) });
    const given = book();
    const working = (): number[] => given.market(BTC).orders.map(({ clientId }) => clientId);
    given.reserveOrder(order(1, 0), 1, 100);
    given.reserveOrder(order(2, 500), 1, 100);
    expect(working()).toEqual([1, 2]);
    given.apply(accountState({ receivedMs: unixMs(600) }));
    expect(working()).toEqual([1, 2]);
    given.apply(block({ receivedMs: unixMs(1_000) }));
    expect(working()).toEqual([1, 2]);
    given.apply(block({ receivedMs: unixMs(1_001) }));
    expect(working()).toEqual([2]);
    const listed = {
      ...order(2, 500),
      filledQuantums: order(2, 0).quantums,
      remainingBase: 0.4,
      status: 'open' as const,
    };
    given.apply(accountState({ openOrders: [{ ...listed, submittedMs: unixMs(500) }] }));
    expect(given.market(BTC).orders).toMatchObject([{ clientId: 2, remainingBase: 0.4 }]);
    given.apply(accountState());
    expect(working()).toEqual([]);
  });

  it('takes the time of commands in microseconds', () => {
    const given = book();
    given.apply(long);
    given.apply(marketContext({ oraclePriceUsd: 60 }));
    const isLocked = (): boolean => given.protections.locks.some(({ protection }) => protection === 'daily-loss');
    expect([isLocked(), given.protections.dayPnlUsd]).toEqual([true, -80]);
    given.apply({ kind: 'command', receivedUs: 86_399_999_999, command: 'resume' });
    expect(isLocked()).toBe(true);
    given.apply({ kind: 'command', receivedUs: 86_400_000_000, command: 'resume' });
    expect([isLocked(), given.protections.dayPnlUsd]).toEqual([false, 0]);
  });
});

describe('what the risk book counts', () => {
  const order = (id: number, given: Partial<OrderIntent> = {}): OrderIntent =>
    orderIntent({ clientId: id as ClientId, ...given });
  const shown = (...orders: readonly OrderIntent[]): AccountState =>
    accountState({ openOrders: orders.map((given) => listed(given)) });

  it('open orders, in flight or listed, of the account and of each market', () => {
    const given = book();
    const counts = (): number[] => [given.openOrders, given.market(BTC).openOrders, given.market(ETH).openOrders];
    expect(counts()).toEqual([0, 0, 0]);
    given.reserveOrder(order(1), 1, 100);
    given.reserveOrder(order(2, { marketId: ETH }), 1, 100);
    expect(counts()).toEqual([2, 1, 1]);
    given.apply(shown(order(1), order(3, { reduceOnly: true })));
    expect(counts()).toEqual([3, 2, 1]);
    expect(given.market(BTC).orders.map(({ clientId }) => clientId)).toEqual([1]);
    given.apply(block({ receivedMs: unixMs(1_001) }));
    expect(counts()).toEqual([2, 2, 0]);
    given.apply(accountState());
    expect(counts()).toEqual([0, 0, 0]);
    expect(exposed(given)).toEqual([]);
  });

  it('stateful orders from their approval until the account drops them', () => {
    const given = book();
    const stateful = order(1, { goodTilBlocks: 21 });
    given.reserveOrder(order(2), 1, 100);
    expect(given.statefulOrders).toBe(0);
    given.reserveOrder(stateful, 1, 100);
    expect(given.statefulOrders).toBe(1);
    given.apply(accountState());
    expect(given.statefulOrders).toBe(1);
    given.apply(shown(stateful));
    given.apply(block({ receivedMs: unixMs(5_000) }));
    expect(given.statefulOrders).toBe(1);
    given.apply(accountState());
    expect(given.statefulOrders).toBe(0);
    given.reserveOrder({ ...stateful, receivedMs: unixMs(5_000) }, 1, 100);
    given.apply(block({ receivedMs: unixMs(6_001) }));
    expect(given.statefulOrders).toBe(0);
  });

  it('what is sent, by blocks', () => {
    const given = book();
    given.apply(block({ height: 50 }));
    given.apply({
      ...{ kind: 'cancel', marketId: BTC, clientId: 1 as ClientId },
      ...{ receivedMs: unixMs(0), cause: 0, reason: 'test' },
    });
    given.rate.countOrder(order(1));
    expect(given.rate.left.shortTerm).toBe(3_998);
    given.apply(block({ height: 57 }));
    expect(given.rate.left.shortTerm).toBe(4_000);
  });

  it('the best prices and the trades of each market', () => {
    const given = book();
    expect([given.market(BTC).top, given.market(BTC).trades.usd]).toEqual([undefined, undefined]);
    const update = bookUpdate({ bids: [[98, 2]], asks: [[102, 3]] });
    expect(given.apply(update)).toBe('none');
    expect(given.apply(tradeFlow({ trades: 100, buyUsd: 5_000, sellUsd: 0 }))).toBe('none');
    expect([given.market(BTC).top, given.market(BTC).trades.usd]).toEqual([update.top, 50]);
    expect([given.market(ETH).top, given.market(ETH).trades.usd]).toEqual([undefined, undefined]);
  });

  it('the steps of event time, never backwards', () => {
    const given = new RiskBook(checkRiskOptions({ limits: { correlationSampleMs: 1_000 } }));
    expect(given.step).toBe(-Infinity);
    const steps = [1_500, 2_999, 3_000, 2_000].map((ms) => {
      given.apply(block({ receivedMs: unixMs(ms) }));
      return given.step;
    });
    expect(steps).toEqual([1, 2, 3, 3]);
  });

  it('whose an approved decision is, until the market is left alone', () => {
    const given = book();
    const market = given.market(BTC);
    const parts = [{ strategy: 'a', targetNotionalUsd: 400 }];
    given.reserveTarget(market, 400, parts);
    expect(market.reservedParts).toBe(parts);
    given.apply(long);
    expect(market.reservedParts).toBe(parts);
    given.reserveTarget(market, 0);
    expect(market.reservedParts).toEqual([]);
    given.reserveTarget(market, 100, parts);
    given.apply(accountState({ positions: [position({ sizeBase: 1 })] }));
    given.apply(accountState());
    expect(market.reservedParts).toEqual([]);
  });
});

describe('checkRiskOptions', () => {
  it('fills in defaults', () => {
    expect(checkRiskOptions({})).toMatchObject({ inFlightOrderMs: 10_000, dayStartEquityUsd: undefined });
    expect(checkRiskOptions({ dayStartEquityUsd: -5 }).dayStartEquityUsd).toBe(-5);
  });

  it('takes budgets of strategies and tiers of equity', () => {
    const tiers = [{ minEquityUsd: 0, maxOrders: 0 }];
    const checked = checkRiskOptions({ strategyBudgetsUsd: { a: 5, b: Infinity }, equityTiers: tiers });
    expect([...checked.strategyBudgetsUsd]).toEqual([
      ['a', 5],
      ['b', Infinity],
    ]);
    expect(checked.equityTiers).toBe(tiers);
    const { strategyBudgetsUsd, equityTiers } = checkRiskOptions({});
    expect([strategyBudgetsUsd.size, equityTiers]).toEqual([0, DEFAULT_EQUITY_TIERS]);
  });

  it.each<[RiskOptions, string]>([
    [{ strategyBudgetsUsd: { trend: 0 } }, 'strategyBudgetsUsd.trend must be > 0, was 0'],
    [{ strategyBudgetsUsd: { trend: NaN } }, 'strategyBudgetsUsd.trend must be > 0, was NaN'],
    [
      {
        equityTiers: [
          { minEquityUsd: 5, maxOrders: 1 },
          { minEquityUsd: 5, maxOrders: 2 },
        ],
      },
      'equityTiers must ascend by minEquityUsd, 5 came after 5',
    ],
    [
      { equityTiers: [{ minEquityUsd: NaN, maxOrders: 1 }] },
      'equityTiers must ascend by minEquityUsd, NaN came after -Infinity',
    ],
    [{ equityTiers: [{ minEquityUsd: 5, maxOrders: -1 }] }, 'maxOrders of an equity tier must be >= 0, was -1'],
  ])('throws for %j', (options, message) => {
    expect(() => checkRiskOptions(options)).toThrow(new RangeError(message));
  });

  it.each([0, -1, NaN])('throws for an inFlightOrderMs of %d', (inFlightOrderMs) => {
    expect(() => checkRiskOptions({ inFlightOrderMs })).toThrow(`inFlightOrderMs must be > 0, was ${inFlightOrderMs}`);
  });

  it.each([NaN, Infinity])('throws for a dayStartEquityUsd of %d', (dayStartEquityUsd) => {
    expect(() => checkRiskOptions({ dayStartEquityUsd })).toThrow(RangeError);
  });
});
