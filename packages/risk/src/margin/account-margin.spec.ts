import * as fc from 'fast-check';
import { accountMargin, type MarginPosition } from './account-margin';
import { exactAccountMargin } from './exact-account-margin';
import type { ExactPosition } from './exact-position';

function held(sizeBase: number, oraclePriceUsd: number, initial = 0.1, maintenance = 0.05): MarginPosition {
  return {
    sizeBase,
    oraclePriceUsd,
    initialMarginFraction: initial,
    maintenanceMarginFraction: maintenance,
  };
}

describe('accountMargin', () => {
  it('is all zero for an empty account', () => {
    expect(accountMargin(0, [])).toEqual({
      equityUsd: 0,
      initialMarginUsd: 0,
      maintenanceMarginUsd: 0,
      freeCollateralUsd: 0,
      grossNotionalUsd: 0,
      leverage: 0,
      marginUsage: 0,
    });
  });

  it('sums longs and shorts: values net in equity, absolute values in margin', () => {
    expect(accountMargin(1_000, [held(2, 500), held(-1, 400, 0.2, 0.1)])).toEqual({
      equityUsd: 1_600,
      initialMarginUsd: 180,
      maintenanceMarginUsd: 90,
      freeCollateralUsd: 1_420,
      grossNotionalUsd: 1_400,
      leverage: 0.875,
      marginUsage: 180 / 1_600,
    });
  });

  it.each([
    ['cash alone', 500, [], 0, 0],
    ['debt alone', -500, [], 0, 0],
    ['equity of exactly the initial margin', -900, [held(1, 1_000)], 10, 1],
    ['equity below the initial margin', -950, [held(1, 1_000)], 20, 1],
    ['no equity left', -1_000, [held(1, 1_000)], Infinity, 1],
    ['negative equity', -1_100, [held(1, 1_000)], Infinity, 1],
    ['a market without margin', 100, [held(1, 100, 0, 0)], 0.5, 0],
  ])('leverage and usage with %s', (_name, balanceUsd, positions, leverage, marginUsage) => {
    expect(accountMargin(balanceUsd, positions)).toMatchObject({ leverage, marginUsage });
  });

  it('takes any iterable once', () => {
    const positions = new Map([['a', held(1, 100)]]);
    expect(accountMargin(0, positions.values()).equityUsd).toBe(100);
  });

  it('agrees with the integers of the chain to one quote quantum a position', () => {
    const micros = fc.integer({ min: -1_000_000_000, max: 1_000_000_000 });
    const priceCents = fc.integer({ min: 1, max: 10_000_000 });
    fc.assert(
      fc.property(micros, fc.array(fc.tuple(micros, priceCents), { maxLength: 8 }), (usdc, sizes) => {
        const exact: ExactPosition[] = sizes.map(([size, cents], perpetualId) => ({
          perpetualId,
          baseQuantums: BigInt(size),
          atomicResolution: -6,
          price: BigInt(cents),
          priceExponent: -2,
          initialMarginPpm: 50_000,
          maintenanceFractionPpm: 600_000,
        }));
        const chain = exactAccountMargin({ usdcQuoteQuantums: BigInt(usdc), positions: exact });
        const float = accountMargin(
          usdc / 1e6,
          sizes.map(([size, cents]) => held(size / 1e6, cents / 100, 0.05, 0.03)),
        );
        const tolerance = 2 * sizes.length + 1 + 1e-12 * float.grossNotionalUsd * 1e6;
        expect(Math.abs(float.equityUsd * 1e6 - Number(chain.netCollateral))).toBeLessThanOrEqual(tolerance);
        expect(Math.abs(float.initialMarginUsd * 1e6 - Number(chain.initial))).toBeLessThanOrEqual(tolerance);
        expect(Math.abs(float.maintenanceMarginUsd * 1e6 - Number(chain.maintenance))).toBeLessThanOrEqual(tolerance);
      }),
    );
  });

  it('never needs less margin for a larger size', () => {
    const size = fc.double({ min: 0, max: 1e6, noNaN: true });
    fc.assert(
      fc.property(size, size, fc.constantFrom(1, -1), (a, b, sign) => {
        const less = accountMargin(1_000, [held(sign * Math.min(a, b), 50)]);
        const more = accountMargin(1_000, [held(sign * Math.max(a, b), 50)]);
        expect(more.initialMarginUsd).toBeGreaterThanOrEqual(less.initialMarginUsd);
        expect(more.maintenanceMarginUsd).toBeGreaterThanOrEqual(less.maintenanceMarginUsd);
        expect(more.grossNotionalUsd).toBeGreaterThanOrEqual(less.grossNotionalUsd);
      }),
    );
  });

  it('gives no number for what is no number', () => {
    expect(accountMargin(1_000, [held(1, NaN)]).equityUsd).toBeNaN();
  });
});
