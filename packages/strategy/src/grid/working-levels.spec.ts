import fc from 'fast-check';
import { workingLevels } from './working-levels';

describe('workingLevels', () => {
  it.each([
    ['nothing held', 0, -1, 1, 1, 1],
    ['a unit bought', 1, -2, 1, 0, 1],
    ['three units bought', 3, -4, 1, -2, 1],
    ['two units sold', -2, 1, 1, 3, 1],
    ['the first level bought in part', 0.6, -1, 0.4, 0, 0.6],
    ['the third level bought in part', 2.25, -3, 0.75, -2, 0.25],
    ['the first level sold in part', -0.6, 0, 0.6, 1, 0.4],
  ])('works the next levels with %s', (_, held, bidLevel, bidUnits, askLevel, askUnits) => {
    const { bid, ask } = workingLevels(held, 0.1);
    expect(bid.level).toBeCloseTo(bidLevel, 12);
    expect(bid.units).toBeCloseTo(bidUnits, 12);
    expect(ask.level).toBeCloseTo(askLevel, 12);
    expect(ask.units).toBeCloseTo(askUnits, 12);
  });

  it.each([
    ['all but a twentieth of a level', 1.95, -3, -1],
    ['a twentieth above a level', 2.05, -3, -1],
  ])('counts %s as the level', (_, held, bidLevel, askLevel) => {
    const { bid, ask } = workingLevels(held, 0.1);
    expect([bid.level, ask.level]).toEqual([bidLevel, askLevel]);
    expect(bid.units).toBeGreaterThan(0.9);
    expect(ask.units).toBeGreaterThan(0.9);
  });

  it('sells what it bought one level higher, and mirrors for what it sold', () => {
    fc.assert(
      fc.property(fc.integer({ min: -40, max: 40 }), (held) => {
        const after = workingLevels(held + 1, 0.1);
        expect(after.ask.level).toBe(workingLevels(held, 0.1).bid.level + 1);
        const mirrored = workingLevels(-held, 0.1);
        expect(mirrored.bid.level + 0).toBe(-workingLevels(held, 0.1).ask.level + 0);
      }),
    );
  });

  it('works whole levels from any inventory, the bid below the ask, never more than a unit', () => {
    fc.assert(
      fc.property(fc.double({ min: -50, max: 50, noNaN: true }), (held) => {
        const { bid, ask } = workingLevels(held, 0.1);
        expect(bid.level).toBeLessThan(ask.level);
        for (const { level, units } of [bid, ask]) {
          expect(Number.isInteger(level)).toBe(true);
          expect(units).toBeGreaterThan(0);
          expect(units).toBeLessThanOrEqual(1);
        }
      }),
    );
  });
});
