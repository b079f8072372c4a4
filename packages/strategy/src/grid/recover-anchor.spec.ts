import fc from 'fast-check';
import { levelPriceUsd } from './price-grid';
import { recoverAnchor } from './recover-anchor';

const shape = { stepBps: 50, spacing: 'geometric' as const, levels: 20, levelUsd: 100 };

describe('recoverAnchor', () => {
  it('finds the anchor of a position that was built up on a grid', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 1e-3, max: 1e5, noNaN: true }),
        fc.integer({ min: 1, max: 20 }),
        fc.constantFrom(1, -1),
        fc.constantFrom('geometric' as const, 'arithmetic' as const),
        (anchorUsd, units, sign, spacing) => {
          const grid = { ...shape, spacing, anchorUsd };
          const prices = Array.from({ length: units }, (_, index) => levelPriceUsd(grid, -sign * (index + 1)));
          const entryPriceUsd = prices.reduce((sum, price) => sum + price, 0) / units;
          const sizeBase = (sign * units * shape.levelUsd) / anchorUsd;
          expect(recoverAnchor({ sizeBase, entryPriceUsd }, { ...shape, spacing }) / anchorUsd).toBeCloseTo(1, 9);
        },
      ),
    );
  });

  it('is near it after a round trip on the way', () => {
    // Levels -1, -2, -3 bought, -3 sold at -2: the account's average entry stays that of all three.
    const prices = [-1, -2, -3].map((level) => levelPriceUsd({ ...shape, anchorUsd: 100 }, level));
    const entryPriceUsd = (prices[0]! + prices[1]! + prices[2]!) / 3;
    const anchorUsd = recoverAnchor({ sizeBase: 2, entryPriceUsd }, shape);
    expect(Math.abs(anchorUsd / 100 - 1)).toBeLessThan(0.005);
  });

  it('takes more than the grid holds for a grid that is full', () => {
    const anchorUsd = recoverAnchor({ sizeBase: 1_000, entryPriceUsd: 95 }, shape);
    expect(anchorUsd).toBeGreaterThan(95);
    expect(anchorUsd).toBeLessThan(levelPriceUsd({ ...shape, anchorUsd: 95 }, 20));
  });
});
