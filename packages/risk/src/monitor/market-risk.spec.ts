import type { ClientId, MarketContext } from '@perpstream/core';
import { BTC, marketContext, marketRules, position } from '@perpstream/testing';
import { fillCostUsd, MarketRisk, type WorkingOrder } from './market-risk';

function market(sizeBase: number, ...orders: WorkingOrder[]): MarketRisk {
  const risk = new MarketRisk(BTC);
  risk.applyContext(marketContext());
  if (sizeBase !== 0) risk.position = position({ sizeBase });
  risk.orders.push(...orders);
  return risk;
}

function buy(remainingBase: number, priceUsd = 100): WorkingOrder {
  return { clientId: 1 as ClientId, side: 'buy', remainingBase, priceUsd };
}

function sell(remainingBase: number, priceUsd = 100): WorkingOrder {
  return { ...buy(remainingBase, priceUsd), side: 'sell' };
}

describe('the worst case of a market', () => {
  it.each<[string, MarketRisk, number, number, number]>([
    ['nothing', market(0), 0, 0, 0],
    ['a long alone', market(3), 3, 3, 300],
    ['a short alone', market(-3), -3, -3, -300],
    ['a long with buys', market(3, buy(1), buy(1)), 5, 3, 500],
    ['a long with sells that only reduce it', market(3, sell(2)), 3, 1, 300],
    ['a long with sells that go beyond', market(3, sell(4), sell(4)), 3, -5, -500],
    ['both sides of a flat market', market(0, buy(2), sell(3)), 2, -3, -300],
    ['both sides alike count as long', market(0, buy(3), sell(3)), 3, -3, 300],
  ])('%s', (_name, risk, longBase, shortBase, notionalUsd) => {
    expect([risk.worstBase(1), risk.worstBase(-1), risk.worstNotionalUsd()]).toEqual([
      longBase,
      shortBase,
      notionalUsd,
    ]);
  });

  it.each([
    ['more than is held', 500, 500],
    ['less than is held', 200, 300],
    ['more on the other side', -400, -400],
    ['as much as is held', 300, 300],
  ])('is what was approved when that is %s', (_name, reservedUsd, expected) => {
    const risk = market(3);
    risk.reservedUsd = reservedUsd;
    expect(risk.worstNotionalUsd()).toBe(expected);
  });

  it.each([
    ['a buy above the mark', buy(2, 103), 6],
    ['a buy below the mark', buy(2, 97), 0],
    ['a sell below the mark', sell(2, 97), 6],
    ['a sell above the mark', sell(2, 103), 0],
  ])('costs against the mark: %s', (_name, order, costUsd) => {
    expect(fillCostUsd(order, 100)).toBe(costUsd);
    expect(market(0, order, buy(1, 110)).fillCostUsd()).toBe(costUsd + 10);
  });
});

describe('what a market shows of a reservation', () => {
  it.each([
    ['a long that reaches it', market(10), 1_000, true],
    ['a long that comes near enough', market(9.9), 1_000, true],
    ['a long that does not', market(9.8), 1_000, false],
    ['a position on the other side', market(-10), 1_000, false],
    ['a working order', market(0, sell(10)), -1_000, true],
    ['position and working order together', market(4, buy(6)), 1_000, true],
    ['no reservation', market(0), 0, true],
  ])('%s', (_name, risk, reservedUsd, isShown) => {
    risk.reservedUsd = reservedUsd;
    expect(risk.showsReservation(0.99)).toBe(isShown);
  });
});

describe('what is known of a market', () => {
  const scaled = marketRules({ openInterestLowerCapUsd: 50_000, openInterestUpperCapUsd: 150_000 });

  it('keeps what a later context leaves out', () => {
    const risk = market(0);
    const { oraclePriceUsd, openInterestBase, rules, ...bare } = marketContext({ status: 'PAUSED' });
    expect([oraclePriceUsd, openInterestBase, rules?.marketId]).toEqual([100, 1_000, BTC]);
    expect(risk.applyContext(bare)).toBe(false);
    expect(risk).toMatchObject({ status: 'PAUSED', oraclePriceUsd: 100, missing: undefined });
  });

  it.each<[string, Partial<MarketContext>, boolean]>([
    ['another oracle price', { oraclePriceUsd: 101 }, true],
    ['a status', { status: 'PAUSED' }, false],
    ['funding', { nextFundingRate1h: 0.001 }, false],
    ['open interest', { openInterestBase: 2_000 }, false],
    ['an oracle price that is none', { oraclePriceUsd: -1 }, true],
  ])('tells whether marks changed: %s', (_name, given, isChanged) => {
    expect(market(0).applyContext(marketContext(given))).toBe(isChanged);
  });

  it('is sound again after an oracle price that was none', () => {
    const risk = market(0);
    risk.applyContext(marketContext({ oraclePriceUsd: Infinity }));
    expect([risk.isOracleInvalid, risk.missing]).toEqual([true, 'oracle price']);
    risk.applyContext(marketContext({ oraclePriceUsd: 99 }));
    expect([risk.isOracleInvalid, risk.missing]).toEqual([false, undefined]);
  });

  it('scales the initial margin by open interest at the mark, with what a trade adds', () => {
    const risk = market(0);
    risk.applyContext(marketContext({ rules: scaled, openInterestBase: 1_000 }));
    expect(risk.initialMarginFraction).toBeCloseTo(0.525, 12);
    expect(risk.initialMarginFractionWith(10_000)).toBeCloseTo(0.62, 12);
    risk.applyContext(marketContext({ rules: scaled, oraclePriceUsd: 50 }));
    expect(risk.initialMarginFraction).toBe(0.05);
    expect(risk.maintenanceMarginFraction).toBe(0.03);
  });

  it('has the worth of a step once rules and mark are known', () => {
    expect(market(0).stepUsd).toBeCloseTo(0.01, 12);
    expect(new MarketRisk(BTC).stepUsd).toBe(0);
  });
});
