import fc from 'fast-check';
import { gridAround, gridWithin, isInRange, leastStepBps, levelPriceUsd } from './price-grid';

const geometric = { stepBps: 100, spacing: 'geometric' as const };
const arithmetic = { stepBps: 100, spacing: 'arithmetic' as const };

describe('a price grid', () => {
  it.each([
    ['geometric', geometric, [98.0296, 99.0099, 100, 101, 102.01]],
    ['arithmetic', arithmetic, [98, 99, 100, 101, 102]],
  ])('has %s levels', (_, shape, prices) => {
    const grid = gridAround(100, { ...shape, levels: 2 });
    [-2, -1, 0, 1, 2].forEach((level, index) => expect(levelPriceUsd(grid, level)).toBeCloseTo(prices[index]!, 4));
    expect(grid.lowerUsd).toBeCloseTo(prices[0]!, 4);
    expect(grid.upperUsd).toBeCloseTo(prices[4]!, 4);
  });

  it('is anchored in the middle of a range', () => {
    expect(gridWithin({ lowerUsd: 50, upperUsd: 200 }, geometric).anchorUsd).toBeCloseTo(100, 12);
    expect(gridWithin({ lowerUsd: 50, upperUsd: 200 }, arithmetic).anchorUsd).toBe(125);
  });

  it('ends at its outermost levels, and counts them in', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 1e-6, max: 1e6, noNaN: true }),
        fc.integer({ min: 1, max: 50 }),
        fc.constantFrom(geometric, arithmetic),
        (anchorUsd, levels, shape) => {
          const grid = gridAround(anchorUsd, { ...shape, levels });
          for (const end of [-levels, levels]) {
            expect(isInRange(grid, levelPriceUsd(grid, end))).toBe(true);
            expect(isInRange(grid, levelPriceUsd(grid, end + Math.sign(end)))).toBe(false);
          }
        },
      ),
    );
  });

  it('earns at least its least step on a round trip anywhere in its range', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 50 }),
        fc.double({ min: 1, max: 150, noNaN: true }),
        fc.constantFrom('geometric' as const, 'arithmetic' as const),
        (levels, stepBps, spacing) => {
          const grid = gridAround(100, { stepBps, spacing, levels });
          for (let level = -levels; level < levels; level += 1) {
            const [bought, sold] = [levelPriceUsd(grid, level), levelPriceUsd(grid, level + 1)];
            expect(((sold - bought) / sold) * 10_000).toBeGreaterThanOrEqual(leastStepBps(grid) * (1 - 1e-6));
          }
        },
      ),
    );
  });
});
