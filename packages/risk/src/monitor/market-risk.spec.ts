import { unixMs, type ClientId, type MarketContext } from '@perpstream/core';
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

describe('the worst case of a market in one direction', () => {
  it.each<[string, MarketRisk, number | undefined, long: number, short: number]>([
    ['nothing', market(0), undefined, 0, 0],
    ['a long', market(3), undefined, 300, -300],
    ['a long that may become a short', market(3, sell(5)), undefined, 300, 200],
    ['both sides of a flat market', market(0, buy(2), sell(3)), undefined, 200, 300],
    ['a long of which more was approved', market(3), 700, 700, -300],
    ['a long of which less was approved', market(3), 100, 300, -100],
    ['a long that was approved to be closed', market(3), 0, 300, 0],
    ['a long that was approved to turn', market(3), -400, 300, 400],
  ])('%s', (_name, risk, reservedUsd, long, short) => {
    risk.isReserved = reservedUsd !== undefined;
    risk.reservedUsd = reservedUsd ?? 0;
    expect([risk.worstTowardUsd(1) + 0, risk.worstTowardUsd(-1) + 0]).toEqual([long, short]);
  });

  it('needs the margin of the side that needs more', () => {
    const scaled = marketRules({ openInterestLowerCapUsd: 100_000, openInterestUpperCapUsd: 110_000 });
    const risk = market(50, sell(98));
    expect(risk.worstInitialMarginUsd()).toBe(250);
    risk.applyContext(marketContext({ rules: scaled }));
    // 5,000 USD long are held already; 4,800 short are new and let the open interest grow to where 50.6 % are asked for.
    expect(risk.initialMarginUsd(5_000)).toBeCloseTo(250, 9);
    expect(risk.initialMarginUsd(-4_800)).toBeCloseTo(4_800 * 0.506, 9);
    expect(risk.worstInitialMarginUsd()).toBeCloseTo(4_800 * 0.506, 9);
    expect(market(-50, buy(98)).worstInitialMarginUsd()).toBe(250);
    expect(market(0).worstInitialMarginUsd()).toBe(0);
  });

  it('adds to the open interest only what is not held on that side', () => {
    const scaled = marketRules({ openInterestLowerCapUsd: 100_000, openInterestUpperCapUsd: 110_000 });
    const risk = market(-20);
    risk.applyContext(marketContext({ rules: scaled }));
    expect(risk.initialMarginUsd(-3_000)).toBeCloseTo(3_000 * (0.05 + 0.95 * 0.1), 9);
    expect(risk.initialMarginUsd(1_000)).toBeCloseTo(1_000 * (0.05 + 0.95 * 0.1), 9);
    expect(risk.initialMarginUsd(-1_000)).toBeCloseTo(50, 9);
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

  it('keeps the oracle prices by steps of event time, and no price that is none', () => {
    const risk = new MarketRisk(BTC, { correlationSampleMs: 1_000, correlationSamples: 4 });
    for (const [atMs, oraclePriceUsd] of [
      [7_999, 50],
      [8_000, 60],
      [9_500, NaN],
      [9_600, 70],
    ] as const) {
      risk.applyContext(marketContext({ receivedMs: unixMs(atMs), oraclePriceUsd }));
    }
    expect([risk.path.firstStep, risk.path.returns]).toEqual([7, 4]);
    expect([7, 8, 9].map((step) => Math.round(Math.exp(risk.path.logAt(step))))).toEqual([50, 60, 70]);
    expect(new MarketRisk(BTC).path.returns).toBe(144);
  });

  it('has the worth of a step once rules and mark are known', () => {
    expect(market(0).stepUsd).toBeCloseTo(0.01, 12);
    expect(new MarketRisk(BTC).stepUsd).toBe(0);
  });
});
