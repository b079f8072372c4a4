import { BTC, marketContext, marketRules } from '@perpstream/testing';
import * as fc from 'fast-check';
import { MarketRisk } from '../monitor/market-risk';
import { cushionUsd, type ExposureBeside } from './exposure';
import type { RoomQuestion } from './limit-room';
import { hitsAt, largestUsd, limitRooms } from './limit-rooms';
import { riskLimits, type RiskLimits } from './risk-limits';

const alone: ExposureBeside = {
  equityUsd: 1_000,
  grossNotionalUsd: 0,
  netLongUsd: 0,
  netShortUsd: 0,
  initialMarginUsd: 0,
  maintenanceMarginUsd: 0,
  largestCushionUsd: 0,
  markets: 0,
  isolatedMarkets: 0,
};

function question(
  limits: Partial<RiskLimits> = {},
  beside: Partial<ExposureBeside> = {},
  rules = marketRules(),
): RoomQuestion {
  const market = new MarketRisk(BTC);
  market.applyContext(marketContext({ rules }));
  return { limits: riskLimits(limits), market, sign: 1, beside: { ...alone, ...beside }, correlatedUsd: 0, shares: [] };
}

function roomsOf(given: RoomQuestion): Record<string, number> {
  return Object.fromEntries(limitRooms(given).map(({ limit, roomUsd }) => [limit, roomUsd]));
}

describe('limitRooms', () => {
  it('has one room per limit', () => {
    expect(roomsOf(question({ minLiquidationDistance: 0, maxMarginUsage: 0.5 }))).toEqual({
      'max-position-notional': 10_000,
      'max-gross-notional': 30_000,
      'max-net-notional': 20_000,
      'max-leverage': 3_000,
      concentration: 10_000,
      // 60 % of 3 x 1,000
      correlation: 1_800,
      'free-collateral': 10_000,
      'min-liquidation-distance': 1_000 / 0.03,
    });
  });

  it.each<[string, Partial<ExposureBeside>, string, number]>([
    ['other positions take of the gross limit', { grossNotionalUsd: 12_000 }, 'max-gross-notional', 18_000],
    ['and of the leverage', { grossNotionalUsd: 2_900 }, 'max-leverage', 100],
    ['their margin takes of the free collateral', { initialMarginUsd: 690 }, 'free-collateral', 200],
    ['more than all of it leaves less than nothing', { initialMarginUsd: 710 }, 'free-collateral', -200],
    [
      'what is long besides takes of the net limit of a long',
      { netLongUsd: 500, netShortUsd: 9 },
      'max-net-notional',
      19_500,
    ],
    ['what is short besides adds to it', { netLongUsd: -500, netShortUsd: 9 }, 'max-net-notional', 20_500],
    ['a share of one half allows as much as all others have', { grossNotionalUsd: 12_000 }, 'concentration', 12_000],
    ['but never less than the floor', { grossNotionalUsd: 9_999 }, 'concentration', 10_000],
  ])('%s', (_name, beside, limit, roomUsd) => {
    expect(roomsOf(question({}, beside))[limit]).toBeCloseTo(roomUsd, 9);
  });

  it.each<[string, Partial<ExposureBeside>, number]>([
    ['is without bound in a market that needs no margin', {}, Infinity],
    ['is none when the rest has too little collateral already', { initialMarginUsd: 701 }, -Infinity],
  ])('the room for collateral %s', (_name, beside, roomUsd) => {
    const free = marketRules({ initialMarginFraction: 0, maintenanceMarginFraction: 0 });
    expect(roomsOf(question({}, beside, free))['free-collateral']).toBe(roomUsd);
  });

  it.each<[string, Partial<ExposureBeside>, number]>([
    ['without a bound and without maintenance margin all fits', {}, Infinity],
    ['even when nothing is spare', { maintenanceMarginUsd: 1_000 }, Infinity],
    ['but nothing when the account is past its liquidation', { maintenanceMarginUsd: 1_001 }, -Infinity],
  ])('liquidation distance: %s', (_name, beside, roomUsd) => {
    const free = marketRules({ initialMarginFraction: 0, maintenanceMarginFraction: 0 });
    expect(roomsOf(question({ minLiquidationDistance: 0 }, beside, free))['min-liquidation-distance']).toBe(roomUsd);
  });

  it('holds the other direction against the other net', () => {
    const given = { ...question({}, { netLongUsd: 500, netShortUsd: 9 }), sign: -1 as const };
    expect(roomsOf(given)['max-net-notional']).toBe(19_991);
  });

  it.each([
    ['0.25 allows a third of the others', 0.25, 3_000],
    ['0.75 three times the others', 0.75, 27_000],
    ['1 anything', 1, Infinity],
  ])('a concentration of %s', (_name, maxConcentration, roomUsd) => {
    const rooms = roomsOf(question({ maxConcentration, concentrationFloorUsd: 0 }, { grossNotionalUsd: 9_000 }));
    expect(rooms['concentration']).toBeCloseTo(roomUsd, 9);
  });

  it.each<[string, Partial<RiskLimits>, number, number]>([
    ['a share of what leverage allows', { maxLeverage: 3, maxCorrelatedFraction: 0.5 }, 0, 1_500],
    [
      'a share of what the gross limit allows, if that is less',
      { maxGrossNotionalUsd: 2_000, maxCorrelatedFraction: 0.5 },
      0,
      1_000,
    ],
    ['less what moves along', { maxLeverage: 3, maxCorrelatedFraction: 0.5 }, 400, 1_100],
    ['less than nothing when that is too much', { maxLeverage: 3, maxCorrelatedFraction: 0.5 }, 1_600, -100],
    ['anything when it is off', { maxCorrelatedFraction: Infinity }, 1_600, Infinity],
  ])('correlated exposure may be %s', (_name, limits, correlatedUsd, roomUsd) => {
    expect(roomsOf({ ...question(limits), correlatedUsd })['correlation']).toBe(roomUsd);
  });

  it('has one room per strategy with a budget, in terms of the whole', () => {
    const shares = [
      { strategy: 'a', share: 0.25, besideUsd: 300, budgetUsd: 1_000 },
      { strategy: 'b', share: 1.5, besideUsd: 0, budgetUsd: 600 },
    ];
    const rooms = limitRooms({ ...question(), shares }).filter(({ limit }) => limit === 'strategy-budget');
    expect(rooms.map(({ roomUsd, bound }) => [roomUsd, bound])).toEqual([
      [2_800, 1_000],
      [400, 600],
    ]);
    expect(hitsAt(rooms, 400)).toEqual([]);
    expect(hitsAt(rooms, 401)).toEqual([
      {
        limit: 'strategy-budget',
        value: 601.5,
        bound: 600,
        message: '601.5 USD of strategy b exceed its budget of 600 USD',
      },
    ]);
  });

  it('says of each limit what is met and what is allowed', () => {
    const limits = {
      maxPositionNotionalUsd: 900,
      maxGrossNotionalUsd: 1_600,
      maxNetNotionalUsd: 1_400,
      maxLeverage: 1.5,
    };
    const beside = {
      grossNotionalUsd: 1_000,
      netLongUsd: 500,
      initialMarginUsd: 690,
      maintenanceMarginUsd: 300,
      largestCushionUsd: 970,
    };
    const given = question({ ...limits, concentrationFloorUsd: 100, maxConcentration: 0.4 }, beside);
    const hits = hitsAt(limitRooms({ ...given, correlatedUsd: 200 }), 4_000);
    expect(hits.map(({ limit, value, bound }) => [limit, value, bound])).toEqual([
      ['max-position-notional', 4_000, 900],
      ['max-gross-notional', 5_000, 1_600],
      ['max-net-notional', 4_500, 1_400],
      ['max-leverage', 5, 1.5],
      ['concentration', 0.8, 0.4],
      ['correlation', 2.8, 0.6],
      ['free-collateral', 110, 300.00000000000006],
      ['min-liquidation-distance', expect.closeTo(580 / 3_880, 12), 0.25],
    ]);
    expect(hits.map(({ message }) => message)).toEqual([
      'a position of 4000 USD exceeds 900 USD',
      'a gross notional of 5000 USD exceeds 1600 USD',
      'a net notional of 4500 USD long exceeds 1400 USD',
      'a leverage of 5 exceeds 1.5',
      'a share of 0.8 in the gross notional exceeds 0.4 above 100 USD',
      'exposure that moves together is 2.8 of the largest gross notional, more than 0.6',
      'free collateral of 110 USD is below 300 USD',
      'a liquidation price 0.1495 of the oracle price away is nearer than 0.25',
    ]);
    const short = hitsAt(limitRooms({ ...given, sign: -1 }), 4_000).find(({ limit }) => limit === 'max-net-notional');
    expect(short!.message).toBe('a net notional of 4000 USD short exceeds 1400 USD');
  });

  it('is monotone: what fits at one size fits at every smaller one, and the largest size is the edge', () => {
    const scaled = marketRules({ openInterestLowerCapUsd: 100_000, openInterestUpperCapUsd: 130_000 });
    const usd = fc.double({ min: 0, max: 40_000, noNaN: true });
    const beside = fc.record({
      grossNotionalUsd: fc.double({ min: 0, max: 2_000, noNaN: true }),
      initialMarginUsd: fc.double({ min: 0, max: 300, noNaN: true }),
      maintenanceMarginUsd: fc.double({ min: 0, max: 300, noNaN: true }),
      largestCushionUsd: fc.double({ min: 0, max: 1_000, noNaN: true }),
    });
    fc.assert(
      fc.property(beside, usd, usd, fc.constantFrom<1 | -1>(1, -1), (given, a, b, sign) => {
        const rooms = limitRooms({ ...question({ maxLeverage: 30 }, given, scaled), sign });
        const small = hitsAt(rooms, Math.min(a, b)).map(({ limit }) => limit);
        const large = hitsAt(rooms, Math.max(a, b)).map(({ limit }) => limit);
        expect(large).toEqual(expect.arrayContaining(small));
        const edge = largestUsd(rooms);
        if (edge <= 0) return;
        expect(hitsAt(rooms, edge)).toEqual([]);
        expect(hitsAt(rooms, edge * (1 + 1e-12)).length).toBeGreaterThan(0);
      }),
    );
  });

  it('states values that agree with the room: within it they keep the bound, beyond it they break it', () => {
    for (const { limit, roomUsd, bound, valueAt } of limitRooms(
      question({ maxLeverage: 2, concentrationFloorUsd: 0 }, { grossNotionalUsd: 500 }),
    )) {
      const isFloor = limit === 'free-collateral' || limit === 'min-liquidation-distance';
      const breaks = (usd: number): boolean => (isFloor ? valueAt(usd) < bound : valueAt(usd) > bound);
      expect([limit, breaks(roomUsd * 0.999), breaks(roomUsd * 1.001)]).toEqual([limit, false, true]);
    }
  });
});

describe('cushionUsd', () => {
  it.each([
    ['a long', 1_000, 970],
    ['a short', -1_000, 1_030],
    ['nothing', 0, 0],
  ])('of %s', (_name, notionalUsd, expected) => {
    expect(cushionUsd(notionalUsd, 0.03)).toBe(expected);
  });
});
