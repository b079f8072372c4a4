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
      question({ maxLeverage: 2 }, { grossNotionalUsd: 500 }),
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
