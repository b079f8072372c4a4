import { marketId, type MarketId } from '@perpstream/core';
import { BTC, ETH } from '@perpstream/testing';
import * as fc from 'fast-check';
import { bankruptcyPriceQuoteQuantums } from '../liquidation/bankruptcy-price';
import { DEFAULT_LIQUIDATION_CONFIG, type LiquidationConfig } from '../liquidation/liquidation-config';
import { fillablePrice } from '../liquidation/fillable-price';
import { liquidatableNotional } from '../liquidation/liquidatable-notional';
import type { ExactAccount } from '../margin/exact-position';
import { liquidationCourse, type LiquidationCourse } from './liquidation-course';
import type { StressPosition } from './stress-portfolio';

function held(market: MarketId, notionalUsd: number, maintenanceMarginFraction = 0.03): StressPosition {
  return {
    marketId: market,
    sizeBase: notionalUsd / 100,
    oraclePriceUsd: 100,
    initialMarginFraction: 0.05,
    maintenanceMarginFraction,
  };
}

function course(
  equityUsd: number,
  positions: readonly StressPosition[],
  config: Partial<LiquidationConfig> = {},
  maxBlocks?: number,
): LiquidationCourse {
  return liquidationCourse(equityUsd, positions, { ...DEFAULT_LIQUIDATION_CONFIG, ...config }, maxBlocks);
}

describe('liquidationCourse', () => {
  it.each([
    ['equity of the maintenance margin', 300, [held(BTC, 10_000)]],
    ['no positions', -5, []],
    ['only an empty position', -5, [held(BTC, 0)]],
  ])('does nothing with %s', (_name, equityUsd, positions) => {
    expect(course(equityUsd, positions)).toEqual({
      liquidatedUsd: 0,
      closed: [],
      deleveragedUsd: 0,
      feesUsd: 0,
      insuranceUsd: 0,
      shortfallUsd: 0,
      equityAfterUsd: equityUsd,
      blocks: 0,
      isOver: true,
    });
  });

  // One long or short of 10,000 USD at 3 %; a block takes 1,000 USD, of which 30 USD are margin. Health h = equity / 300; the
  // worst price costs 45 (1 - h), bankruptcy 30 h; the fee is at most 1.5 % of the fill.
  it.each([
    ['a long of health 0.9: 4.5 to the price, 14.9325 to the fund', 10_000, 270, 270 - 4.5 - 14.9325, 14.9325, 0],
    ['a short of health 0.9: its fill is worth more', -10_000, 270, 270 - 4.5 - 15.0675, 15.0675, 0],
    ['health 0.7: all of the surplus of 7.5 goes to the fund', 10_000, 210, 210 - 21, 7.5, 0],
    ['health 0.6: nothing is left for the fund', 10_000, 180, 180 - 18, 0, 0],
    ['health 0.5: the fund pays 7.5', 10_000, 150, 150 - 15, 0, 7.5],
    ['no equity: the fund pays the whole spread', 10_000, 0, 0, 0, 45],
  ])('takes one step of %s', (_name, notionalUsd, equityUsd, equityAfterUsd, feesUsd, insuranceUsd) => {
    const step = course(equityUsd, [held(BTC, notionalUsd)], {}, 1);
    expect(step).toMatchObject({ blocks: 1, isOver: false, liquidatedUsd: 1_000, deleveragedUsd: 0, shortfallUsd: 0 });
    expect(step.closed).toEqual([{ marketId: BTC, notionalUsd: 1_000 }]);
    expect(step.equityAfterUsd).toBeCloseTo(equityAfterUsd, 9);
    expect(step.feesUsd).toBeCloseTo(feesUsd, 9);
    expect(step.insuranceUsd).toBeCloseTo(insuranceUsd, 9);
  });

  it.each([
    ['a tenth of the position', 50_000, {}, 5_000],
    ['the smallest notional when a tenth is less', 5_000, {}, 1_000],
    ['all of it when it is smaller than that', 999, {}, 999],
    ['not more than a block allows', 2_000_000, {}, 100_000],
    ['that also below the smallest notional', 5_000, { maxSubaccountNotionalLiquidatedUsd: 400 }, 400],
    ['another share', 50_000, { maxPositionPortionLiquidatedPpm: 500_000 }, 25_000],
    ['the whole position', 50_000, { maxPositionPortionLiquidatedPpm: 1_000_000 }, 50_000],
    ['another smallest notional', 5_000, { minPositionNotionalLiquidatedUsd: 2_500 }, 2_500],
  ])('takes %s', (_name, notionalUsd, config, liquidatedUsd) => {
    expect(course(0, [held(BTC, notionalUsd)], config, 1).liquidatedUsd).toBeCloseTo(liquidatedUsd, 9);
  });

  it('takes the position with the largest maintenance margin, the first of equals', () => {
    const first = (...positions: StressPosition[]): MarketId | undefined =>
      course(0, positions, {}, 1).closed[0]?.marketId;
    expect(first(held(BTC, 2_000), held(ETH, -3_000))).toBe(ETH);
    expect(first(held(BTC, 2_000, 0.1), held(ETH, -3_000, 0.03))).toBe(BTC);
    expect(first(held(BTC, 2_000), held(ETH, 2_000))).toBe(BTC);
  });

  it('stops as soon as the account is safe', () => {
    const after = course(299, [held(BTC, 10_000)]);
    const openUsd = 10_000 - after.liquidatedUsd;
    expect(after).toMatchObject({ isOver: true, blocks: 1, liquidatedUsd: 1_000, shortfallUsd: 0 });
    expect(after.equityAfterUsd).toBeGreaterThanOrEqual(0.03 * openUsd);
  });

  it('closes an account to the end when each step only costs what it frees', () => {
    const after = course(100, [held(ETH, -2_500), held(BTC, 4_500)]);
    expect(after).toMatchObject({ isOver: true, liquidatedUsd: 7_000, deleveragedUsd: 0 });
    expect(after.equityAfterUsd).toBeCloseTo(0, 9);
    expect(after.closed).toEqual([
      { marketId: BTC, notionalUsd: 4_500 },
      { marketId: ETH, notionalUsd: 2_500 },
    ]);
  });

  it('deleverages an account with negative equity at once, and others bear what is missing', () => {
    expect(course(-70, [held(BTC, 4_500), held(ETH, -2_500)])).toEqual({
      liquidatedUsd: 0,
      closed: [],
      deleveragedUsd: 7_000,
      feesUsd: 0,
      insuranceUsd: 0,
      shortfallUsd: 70,
      equityAfterUsd: 0,
      blocks: 1,
      isOver: true,
    });
  });

  it('leaves a course that takes too long as it stands', () => {
    const after = course(0, [held(BTC, 1e9)], {}, 7);
    expect(after).toMatchObject({ blocks: 7, isOver: false, liquidatedUsd: 700_000 });
  });

  it('gives up after a thousand blocks', () => {
    expect(course(0, [held(BTC, 1e9)])).toMatchObject({ blocks: 1_000, isOver: false, liquidatedUsd: 1e8 });
  });

  it.each([
    // Health 0.5 of 10,000 USD at 3 %, a step of 1,000 USD: bankruptcy 15, the spread 45 x adjustment x (1 - 0.5), at most 45.
    ['no spread: all of the 15 to the fund', { spreadToMaintenanceMarginRatioPpm: 0 }, 15, 0],
    ['no spread and a fee of 1 %', { spreadToMaintenanceMarginRatioPpm: 0, maxLiquidationFeePpm: 10_000 }, 10, 0],
    ['a slower adjustment: a spread of 4.5', { bankruptcyAdjustmentPpm: 200_000 }, 10.5, 0],
    ['a faster one: never more than the whole spread of 45', { bankruptcyAdjustmentPpm: 9_000_000 }, 0, 30],
  ])('prices a step by the terms of the chain: %s', (_name, config, feesUsd, insuranceUsd) => {
    const step = course(150, [held(BTC, 10_000)], config, 1);
    expect(step.feesUsd).toBeCloseTo(feesUsd, 9);
    expect(step.insuranceUsd).toBeCloseTo(insuranceUsd, 9);
  });

  it('costs the account what fees and prices take, never more than it has, and ends safe', () => {
    const positions = fc.array(
      fc.tuple(fc.double({ min: -2e5, max: 2e5, noNaN: true }), fc.constantFrom(0.01, 0.03, 0.1)),
      {
        minLength: 1,
        maxLength: 5,
      },
    );
    fc.assert(
      fc.property(positions, fc.double({ min: 0, max: 1.1, noNaN: true }), (drawn, health) => {
        const held_ = drawn.map(([usd, fraction], index) => held(marketId(`M${index}-USD`), usd, fraction));
        const maintenanceUsd = drawn.reduce((sum, [usd, fraction]) => sum + Math.abs(usd) * fraction, 0);
        const equityUsd = health * maintenanceUsd;
        const after = course(equityUsd, held_);
        expect(after.equityAfterUsd).toBeGreaterThanOrEqual(-1e-6);
        expect(after.equityAfterUsd).toBeLessThanOrEqual(equityUsd - after.feesUsd + 1e-6);
        expect(after.isOver).toBe(true);
        expect(after.shortfallUsd).toBe(0);
      }),
    );
  });

  it('takes the step that the integers of the chain take', () => {
    const share = 4n;
    const cases = fc.record({
      quarters: fc.integer({ min: 100, max: 100_000 }),
      isLong: fc.boolean(),
      other: fc.integer({ min: -100, max: 100 }),
      priceUsd: fc.integer({ min: 1, max: 5_000 }),
      healthPpm: fc.integer({ min: 0, max: 999_000 }),
    });
    fc.assert(
      fc.property(cases, ({ quarters, isLong, other, priceUsd, healthPpm }) => {
        const sign = isLong ? 1n : -1n;
        const size = sign * BigInt(quarters) * share * 1_000_000n;
        const market = { atomicResolution: -6, priceExponent: 0, price: BigInt(priceUsd) };
        const tier = { initialMarginPpm: 50_000, maintenanceFractionPpm: 600_000 };
        const position = { perpetualId: 1, baseQuantums: size, ...market, ...tier };
        const beside = { ...position, perpetualId: 2, baseQuantums: BigInt(other) * 1_000_000n };
        const values = [size, beside.baseQuantums].map((quantums) => (Number(quantums) / 1e6) * priceUsd) as [
          number,
          number,
        ];
        const maintenanceUsd = 0.03 * (Math.abs(values[0]) + Math.abs(values[1]));
        const equityUsd = (healthPpm / 1e6) * maintenanceUsd;
        const usdcQuoteQuantums = BigInt(Math.round((equityUsd - values[0] - values[1]) * 1e6));
        const account: ExactAccount = { usdcQuoteQuantums, positions: [position, beside] };

        const step = course(
          equityUsd,
          [held(BTC, values[0]), held(ETH, values[1])],
          {
            maxPositionPortionLiquidatedPpm: 250_000,
            minPositionNotionalLiquidatedUsd: 1,
            maxSubaccountNotionalLiquidatedUsd: Infinity,
          },
          1,
        );

        const { max } = liquidatableNotional(position, {
          minPositionNotionalLiquidated: 1_000_000n,
          maxPositionPortionLiquidatedPpm: 250_000,
        });
        expect(step.liquidatedUsd).toBeCloseTo(Number(max) / 1e6, 5);
        const delta = -size / share;
        const bankruptcyUsd = Number(bankruptcyPriceQuoteQuantums(account, 1, delta)) / 1e6;
        const config = { bankruptcyAdjustmentPpm: 1_000_000, spreadToMaintenanceMarginRatioPpm: 1_500_000 };
        const { numerator, denominator } = fillablePrice(account, 1, config);
        const proceedsUsd = (-Number(delta) * (Number(numerator) / Number(denominator))) / 1e6;
        const surplusUsd = proceedsUsd - bankruptcyUsd;
        const fundUsd = Math.min(0.015 * Math.abs(proceedsUsd), surplusUsd);
        const tolerance = 1e-5 + 1e-11 * Math.abs(values[0]);
        expect(Math.abs(step.feesUsd - step.insuranceUsd - fundUsd)).toBeLessThanOrEqual(tolerance);
        const changeUsd = proceedsUsd - fundUsd - values[0] / 4;
        expect(Math.abs(step.equityAfterUsd - equityUsd - changeUsd)).toBeLessThanOrEqual(tolerance);
      }),
    );
  });
});
