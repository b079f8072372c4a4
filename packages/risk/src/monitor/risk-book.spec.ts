import { unixMs, type ClientId, type MarketId } from '@perpstream/core';
import { accountState, block, BTC, ETH, marketContext, orderIntent, position } from '@perpstream/testing';
import { checkRiskOptions } from './check-options';
import { RiskBook } from './risk-book';

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
    expect(changes).toEqual(['none', 'none', 'account', 'marks', 'none', 'none', 'locks', 'none', 'locks']);
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

describe('checkRiskOptions', () => {
  it('fills in defaults', () => {
    expect(checkRiskOptions({})).toMatchObject({ inFlightOrderMs: 10_000, dayStartEquityUsd: undefined });
    expect(checkRiskOptions({ dayStartEquityUsd: -5 }).dayStartEquityUsd).toBe(-5);
  });

  it.each([0, -1, NaN])('throws for an inFlightOrderMs of %d', (inFlightOrderMs) => {
    expect(() => checkRiskOptions({ inFlightOrderMs })).toThrow(`inFlightOrderMs must be > 0, was ${inFlightOrderMs}`);
  });

  it.each([NaN, Infinity])('throws for a dayStartEquityUsd of %d', (dayStartEquityUsd) => {
    expect(() => checkRiskOptions({ dayStartEquityUsd })).toThrow(RangeError);
  });
});
