import * as fc from 'fast-check';
import type { ExactAccount, ExactPosition } from '../margin/exact-position';
import { bankruptcyPriceQuoteQuantums } from './bankruptcy-price';
import { fillablePrice } from './fillable-price';
import { fraction } from './fraction';
import { insuranceFundDelta } from './insurance-fund-delta';
import { isLiquidatable } from './is-liquidatable';
import { liquidatableNotional } from './liquidatable-notional';

/** Ten coins at 100 USD, 10^6 quantums a coin; 10 % initial, 5 % maintenance margin: 50 USD. */
const long: ExactPosition = {
  perpetualId: 3,
  baseQuantums: 10_000_000n,
  atomicResolution: -6,
  price: 100n,
  priceExponent: 0,
  initialMarginPpm: 100_000,
  maintenanceFractionPpm: 500_000,
};
const short: ExactPosition = { ...long, baseQuantums: -10_000_000n };
/** A second market, 200 USD long, maintenance margin 10 USD. */
const other: ExactPosition = { ...long, perpetualId: 4, baseQuantums: 2_000_000n };

function account(usd: number, ...positions: readonly ExactPosition[]): ExactAccount {
  return { usdcQuoteQuantums: BigInt(Math.round(usd * 1e6)), positions };
}

describe('isLiquidatable', () => {
  it.each([
    ['debt without positions', account(-100), false],
    ['collateral above maintenance', account(-949, long), false],
    ['collateral equal to maintenance', account(-950, long), false],
    ['collateral just below maintenance', account(-950.000001, long), true],
    ['negative collateral', account(-1_100, long), true],
    ['a short that is covered', account(1_050, short), false],
    ['a short that is not', account(1_049.999999, short), true],
    ['a market without margin requirement', account(-2_000, { ...long, initialMarginPpm: 0 }), false],
    ['one position that pays for another', account(-1_140, long, other), false],
    ['two positions that do not', account(-1_141, long, other), true],
  ])('%s: %s', (_name, subaccount, expected) => {
    expect(isLiquidatable(subaccount)).toBe(expected);
  });
});

describe('bankruptcyPriceQuoteQuantums', () => {
  it.each([
    ['a long of 1,000 USD with 40 USD left sells for 960', account(-960, long), -10_000_000n, 960_000_000n],
    ['half of it for 480', account(-960, long), -5_000_000n, 480_000_000n],
    ['a short with 40 USD left buys for 1,040', account(1_040, short), 10_000_000n, -1_040_000_000n],
    ['without collateral the price is the mark', account(-1_000, long), -10_000_000n, 1_000_000_000n],
    ['below that the account is paid more than the mark', account(-1_010, long), -10_000_000n, 1_010_000_000n],
    [
      'of 48 USD left, a position with 5/6 of the requirement takes 40',
      account(-1_152, long, other),
      -10_000_000n,
      960_000_000n,
    ],
    ['the share is cut off, so the price rounds up', account(-959.999999, long), -3_333_333n, 319_999_968n],
  ])('%s', (_name, subaccount, delta, expected) => {
    expect(bankruptcyPriceQuoteQuantums(subaccount, 3, delta)).toBe(expected);
  });

  it.each([
    ['grows the position', long, 1n],
    ['closes more than there is', long, -10_000_001n],
    ['closes nothing', long, 0n],
    ['grows a short', short, -1n],
    ['closes more than there is of a short', short, 10_000_001n],
  ])('throws for a delta that %s', (_name, position, delta) => {
    expect(() => bankruptcyPriceQuoteQuantums(account(0, position), 3, delta)).toThrow(/deltaBaseQuantums/);
  });

  it('throws for a perpetual without a position', () => {
    expect(() => bankruptcyPriceQuoteQuantums(account(0, long), 9, -1n)).toThrow(/perpetualId 9/);
    expect(() => bankruptcyPriceQuoteQuantums(account(0, { ...long, baseQuantums: 0n }), 3, -1n)).toThrow(RangeError);
  });

  it('throws without a maintenance margin to share losses by', () => {
    const free = { ...long, initialMarginPpm: 0 };
    expect(() => bankruptcyPriceQuoteQuantums(account(0, free), 3, -1n)).toThrow(/no maintenance margin/);
  });

  it('leaves nothing when everything is closed at it', () => {
    fc.assert(
      fc.property(fc.integer({ min: -1_200, max: 0 }), (usd) => {
        const subaccount = account(usd, long);
        const received = bankruptcyPriceQuoteQuantums(subaccount, 3, -10_000_000n);
        expect(subaccount.usdcQuoteQuantums + received).toBe(0n);
      }),
    );
  });
});

describe('fillablePrice', () => {
  const config = { bankruptcyAdjustmentPpm: 1_000_000, spreadToMaintenanceMarginRatioPpm: 1_500_000 };
  // Quote quantums per base quantum equal USD per coin here: both have six decimals.
  it.each([
    ['the mark while collateral covers the requirement', account(-950, long), config, fraction(100n, 1n)],
    ['a little below once it does not: 20 % of 7.5 %', account(-960, long), config, fraction(197n, 2n)],
    ['the whole spread at bankruptcy', account(-1_000, long), config, fraction(185n, 2n)],
    ['no further beyond it', account(-1_200, long), config, fraction(185n, 2n)],
    ['above the mark for a short', account(1_040, short), config, fraction(203n, 2n)],
    [
      'faster with a larger adjustment',
      account(-960, long),
      { ...config, bankruptcyAdjustmentPpm: 2_000_000 },
      fraction(97n, 1n),
    ],
    [
      'the mark without adjustment',
      account(-1_200, long),
      { ...config, bankruptcyAdjustmentPpm: 0 },
      fraction(100n, 1n),
    ],
    ['the mark of a position while the account is rich', account(1_000, long), config, fraction(100n, 1n)],
  ])('is %s', (_name, subaccount, given, expected) => {
    expect(fillablePrice(subaccount, 3, given)).toEqual(expected);
  });

  it('throws for a perpetual without a position', () => {
    expect(() => fillablePrice(account(0, long), 1, config)).toThrow(RangeError);
  });
});

describe('insuranceFundDelta', () => {
  const sold = { perpetualId: 3, isBuy: false, fillBaseQuantums: 10_000_000n, quantumConversionExponent: -4 };
  // At exponent -4, subticks are USD per coin x 10^4. Bankruptcy at 960 USD for the long, at 1,040 for the short.
  it.each([
    [
      'takes the largest fee, 1.5 %, when the fill is good enough',
      account(-960, long),
      { ...sold, subticks: 990_000n },
      14_850_000n,
    ],
    ['takes what is left when that is less', account(-960, long), { ...sold, subticks: 965_000n }, 5_000_000n],
    ['takes nothing at the bankruptcy price', account(-960, long), { ...sold, subticks: 960_000n }, 0n],
    ['pays below it', account(-960, long), { ...sold, subticks: 955_000n }, -5_000_000n],
    ['takes a fee of a buy', account(1_040, short), { ...sold, isBuy: true, subticks: 1_000_000n }, 15_000_000n],
    ['pays for a buy above it', account(1_040, short), { ...sold, isBuy: true, subticks: 1_050_000n }, -10_000_000n],
  ])('%s', (_name, subaccount, fill, expected) => {
    expect(insuranceFundDelta(subaccount, fill, 15_000)).toBe(expected);
  });
});

describe('liquidatableNotional', () => {
  it.each([
    ['the stated share of a large position', 100n, 100_000, { min: 100n, max: 100_000_000n }],
    ['at least the minimum', 300_000_000n, 100_000, { min: 300_000_000n, max: 300_000_000n }],
    ['at most the whole of a small one', 5_000_000_000n, 100_000, { min: 1_000_000_000n, max: 1_000_000_000n }],
    ['the whole at 100 %', 100n, 1_000_000, { min: 100n, max: 1_000_000_000n }],
  ])('is %s', (_name, minPositionNotionalLiquidated, maxPositionPortionLiquidatedPpm, expected) => {
    const config = { minPositionNotionalLiquidated, maxPositionPortionLiquidatedPpm };
    expect(liquidatableNotional(long, config)).toEqual(expected);
    expect(liquidatableNotional(short, config)).toEqual(expected);
  });
});

describe('fraction', () => {
  it.each([
    [6n, 4n, 3n, 2n],
    [-6n, 4n, -3n, 2n],
    [6n, -4n, -3n, 2n],
    [-6n, -4n, 3n, 2n],
    [0n, 5n, 0n, 1n],
    [7n, 1n, 7n, 1n],
  ])('%s/%s is %s/%s in lowest terms', (a, b, numerator, denominator) => {
    expect(fraction(a, b)).toEqual({ numerator, denominator });
  });

  it('throws for a denominator of 0', () => {
    expect(() => fraction(1n, 0n)).toThrow(RangeError);
  });
});
