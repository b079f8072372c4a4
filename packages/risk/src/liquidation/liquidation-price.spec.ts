import * as fc from 'fast-check';
import { accountMargin, type MarginPosition } from '../margin/account-margin';
import { liquidationDistance, liquidationPrice } from './liquidation-price';

function held(sizeBase: number, oraclePriceUsd: number, maintenanceMarginFraction = 0.05): MarginPosition {
  return { sizeBase, oraclePriceUsd, initialMarginFraction: 0.1, maintenanceMarginFraction };
}

function priceOf(balanceUsd: number, position: MarginPosition, ...others: MarginPosition[]): number | undefined {
  return liquidationPrice(position, accountMargin(balanceUsd, [position, ...others]));
}

describe('liquidationPrice', () => {
  it.each([
    ['a long on credit: 950 = 0.95 x 1,000', -950, held(1, 1_200), 1_000],
    ['a short: 1,050 = 1.05 x 1,000', 1_050, held(-1, 800), 1_000],
    ['ten coins long', -9_500, held(10, 1_200), 1_000],
    ['a long that is just paid for', 0, held(1, 1_200), 0],
    ['the mark itself when collateral equals maintenance', -950, held(1, 1_000), 1_000],
    ['above the mark when a long is past it', -1_045, held(1, 1_000), 1_100],
    ['a market without maintenance margin', -500, held(1, 1_000, 0), 500],
  ])('%s', (_name, balanceUsd, position, expected) => {
    expect(priceOf(balanceUsd, position)).toBeCloseTo(expected, 9);
  });

  it.each([
    ['a long paid for in full', 100, held(1, 1_000)],
    ['no position', 100, held(0, 1_000)],
    ['a long of a market with a maintenance margin of 100 % that is paid for', 0, held(1, 1_000, 1)],
  ])('is undefined for %s', (_name, balanceUsd, position) => {
    expect(priceOf(balanceUsd, position)).toBeUndefined();
  });

  it.each([
    ['a short that owes more than it has at any price', -10, held(-1, 1_000), 0, -1],
    ['a long that no price can save', -100, held(1, 1_000, 1), Infinity, -Infinity],
    ['a balance that is no number', NaN, held(1, 1_000), NaN, NaN],
    ['a mark that is no number', 100, held(1, NaN), NaN, NaN],
    ['a size that is no number', 100, held(NaN, 100), NaN, NaN],
    ['a margin fraction that is no number', 100, held(1, 100, NaN), NaN, NaN],
  ])('is never far away for %s', (_name, balanceUsd, position, priceUsd, distance) => {
    expect(priceOf(balanceUsd, position)).toBe(priceUsd);
    expect(liquidationDistance(position, priceUsd)).toBe(distance);
  });

  it('counts the value and the requirement of the other positions', () => {
    // 100 USD long elsewhere: +100 of value, 5 of requirement.
    expect(priceOf(-1_045, held(1, 1_200), held(1, 100))).toBeCloseTo(1_000, 9);
  });

  it('is where the maintenance margin overtakes equity: safe on the near side, not on the far side', () => {
    const size = fc.double({ min: 10, max: 100, noNaN: true });
    const usage = fc.double({ min: 0.06, max: 0.9, noNaN: true });
    fc.assert(
      fc.property(size, usage, fc.constantFrom(1, -1), (absoluteBase, share, sign) => {
        const position = held(sign * absoluteBase, 100);
        const other = held(-2, 10);
        // Equity is a given share of the notional, so the account starts healthy and a liquidation price exists.
        const balanceUsd = absoluteBase * 100 * share - position.sizeBase * 100 + 20 + 20 * share;
        const priceUsd = priceOf(balanceUsd, position, other)!;
        const isSafeAt = (oraclePriceUsd: number): boolean => {
          const margin = accountMargin(balanceUsd, [{ ...position, oraclePriceUsd }, other]);
          return margin.maintenanceMarginUsd <= margin.equityUsd;
        };
        expect(isSafeAt(priceUsd + sign * 1e-6)).toBe(true);
        expect(isSafeAt(priceUsd - sign * 1e-6)).toBe(false);
      }),
    );
  });
});

describe('liquidationDistance', () => {
  it.each([
    ['a long 20 % above', held(1, 100), 80, 0.2],
    ['a short 20 % below', held(-1, 100), 120, 0.2],
    ['at the price', held(1, 100), 100, 0],
    ['a long that is past it', held(1, 100), 110, -0.1],
    ['a short that is past it', held(-1, 100), 90, -0.1],
    ['no liquidation price', held(1, 100), undefined, Infinity],
  ])('%s', (_name, position, priceUsd, expected) => {
    expect(liquidationDistance(position, priceUsd)).toBeCloseTo(expected, 12);
  });
});
