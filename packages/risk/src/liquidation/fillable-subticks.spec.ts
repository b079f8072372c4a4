import * as fc from 'fast-check';
import { fillableSubticks } from './fillable-subticks';
import { fraction } from './fraction';

const grid = { subticksPerTick: 100n, quantumConversionExponent: 1 };

describe('fillableSubticks', () => {
  // The cases of v4-chain x/clob/keeper/liquidations_test.go TestConvertFillablePriceToSubticks.
  it.each<[string, bigint, boolean, object, bigint]>([
    ['a price on the grid stays, for a long', 5_000_000_000n, true, { subticksPerTick: 5n, quantumConversionExponent: -8 }, 500_000_000_000_000_000n], // prettier-ignore
    ['and for a short', 5_000_000_000n, false, { subticksPerTick: 5n, quantumConversionExponent: -8 }, 500_000_000_000_000_000n], // prettier-ignore
    ['a fraction of a tick goes up to one', 7n, true, grid, 100n],
    ['so does a larger one', 197n, true, grid, 100n],
    ['0 goes up to one', 0n, true, grid, 100n],
    ['what is too large goes down to the largest on the grid', 10_000_000_000_000_000_000_000n, true, grid, 18_446_744_073_709_551_600n], // prettier-ignore
  ])('of the chain: %s', (_name, price, isLong, rules, expected) => {
    expect(fillableSubticks(fraction(price, 1n), isLong, { ...grid, ...rules })).toBe(expected);
  });

  it.each<[string, bigint, bigint, boolean, bigint]>([
    ['a long goes up to the next tick', 1_001n, 1n, true, 200n],
    ['a short goes down to the last', 1_999n, 1n, false, 100n],
    ['a long on a tick stays', 2_000n, 1n, true, 200n],
    ['a short on a tick stays', 2_000n, 1n, false, 200n],
    ['the least above a tick moves a long', 20_000_000_001n, 10_000_000n, true, 300n],
    ['the least below a tick moves a short', 19_999_999_999n, 10_000_000n, false, 100n],
    ['a short has at least one tick', 999n, 1n, false, 100n],
    ['a price below 0 is one tick', -5n, 1n, true, 100n],
  ])('%s', (_name, numerator, denominator, isLong, expected) => {
    expect(fillableSubticks(fraction(numerator, denominator), isLong, grid)).toBe(expected);
  });

  it('divides by a positive power of ten and multiplies by a negative one', () => {
    const at = (quantumConversionExponent: number): bigint =>
      fillableSubticks(fraction(123_456n, 1n), true, { subticksPerTick: 1n, quantumConversionExponent });
    expect([at(2), at(0), at(-2)]).toEqual([1_235n, 123_456n, 12_345_600n]);
  });

  it('is never worse for the account and less than a tick better', () => {
    const whole = fc.bigInt({ min: 1n, max: 10n ** 12n });
    fc.assert(
      fc.property(whole, whole, fc.boolean(), fc.bigInt({ min: 1n, max: 1_000n }), (a, b, isLong, tick) => {
        const subticks = fillableSubticks(fraction(a, b), isLong, { subticksPerTick: tick, quantumConversionExponent: -4 }); // prettier-ignore
        const ahead = isLong ? subticks * b - a * 10_000n : a * 10_000n - subticks * b;
        expect(subticks % tick).toBe(0n);
        expect(ahead < tick * b).toBe(true);
        if (subticks > tick || isLong) expect(ahead >= 0n).toBe(true);
      }),
    );
  });
});
