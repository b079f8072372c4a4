import * as fc from 'fast-check';
import { accountMargin } from '../margin/account-margin';
import { liquidationMoves, type MovedPosition } from './liquidation-moves';
import { liquidationPrice, liquidationDistance } from './liquidation-price';

function held(sizeBase: number, oraclePriceUsd: number, beta?: number, maintenance = 0.05): MovedPosition {
  const position = { sizeBase, oraclePriceUsd, initialMarginFraction: 0.1, maintenanceMarginFraction: maintenance };
  return beta === undefined ? position : { ...position, beta };
}

/** Equity less maintenance margin after a move, computed from scratch. */
function surplusAfter(quoteBalanceUsd: number, positions: readonly MovedPosition[], move: number): number {
  const moved = positions.map((position) => ({
    ...position,
    oraclePriceUsd: position.oraclePriceUsd * Math.max(0, 1 + (position.beta ?? 1) * move),
  }));
  const { equityUsd, maintenanceMarginUsd } = accountMargin(quoteBalanceUsd, moved);
  return equityUsd - maintenanceMarginUsd;
}

describe('liquidationMoves', () => {
  it.each<[string, number, MovedPosition[], number, number]>([
    // One coin at 1,000 with 145 of equity: 95 of surplus, 950 lost in a fall of all.
    ['a long falls', -855, [held(1, 1_000)], 0.1, Infinity],
    ['a short rises: 1,050 lost in a rise of all', 1_155, [held(-1, 1_000)], Infinity, 0.1],
    ['a beta of 2 halves the move', -855, [held(1, 1_000, 2)], 0.05, Infinity],
    ['a beta below 0 turns it round', -855, [held(1, 1_000, -1)], Infinity, 0.1],
    ['a beta of 0 is never liquidated by it', -855, [held(1, 1_000, 0)], Infinity, Infinity],
    ['a long that is paid for', 0.1, [held(1, 1_000)], Infinity, Infinity],
    ['a long that is just paid for', 0, [held(1, 1_000)], Infinity, Infinity],
    ['a long with the least debt', -9.5, [held(1, 1_000)], 0.99, Infinity],
    ['long and short of one worth hurt by their requirements alone', 110, [held(1, 100), held(-1, 100)], Infinity, 10],
    ['a hedge by beta: long 1,000, short 500 that moves twice', 75, [held(1, 1_000, 1), held(-0.5, 1_000, 2)], Infinity, 5], // prettier-ignore
    ['no position', 100, [], Infinity, Infinity],
    ['debt without a position', -100, [], Infinity, Infinity],
    ['an account that is liquidatable', -960, [held(1, 1_000)], 0, 0],
    ['an account at the edge: in the bad direction alone', -950, [held(1, 1_000)], 0, Infinity],
    ['no requirement at all', -2_000, [held(1, 1_000, 1, 0)], Infinity, Infinity],
  ])('%s', (_name, quoteBalanceUsd, positions, fall, rise) => {
    const moves = liquidationMoves(quoteBalanceUsd, positions);
    expect(moves.fall).toBeCloseTo(fall, 9);
    expect(moves.rise).toBeCloseTo(rise, 9);
  });

  it('stops a mark at 0: what is gone cannot gain or lose more', () => {
    // A long worth 100 that moves four times as fast is gone at a fall of 25 %, after a loss of 95; another one of 1,000 goes on.
    const positions = [held(1, 100, 4), held(1, 1_000, 1)];
    const quoteBalanceUsd = 400 - surplusAfter(0, positions, 0);
    expect(surplusAfter(quoteBalanceUsd, positions, 0)).toBeCloseTo(400, 9);
    expect(liquidationMoves(quoteBalanceUsd, positions).fall).toBeCloseTo((400 - 95) / 950, 12);
  });

  it('finds the crossing beyond the move at which a hedge has nothing left to give', () => {
    // Short 100 at beta 5 earns 105 until a fall of 20 %; long 1,000 on 900 of debt loses 950 for each whole fall.
    const positions = [held(-1, 100, 5), held(1, 1_000, 1)];
    const quoteBalanceUsd = -750;
    const surplus = -750 - 100 - 5 + 1_000 - 50;
    expect(surplusAfter(quoteBalanceUsd, positions, 0)).toBeCloseTo(surplus, 9);
    expect(liquidationMoves(quoteBalanceUsd, positions).fall).toBeCloseTo((surplus + 105) / 950, 12);
    expect(liquidationMoves(quoteBalanceUsd, positions).rise).toBe(Infinity);
  });

  it('ends at the mark itself when only that brings it down', () => {
    // Nothing is left at a fall of exactly all of it, and nothing can be lost after.
    expect(liquidationMoves(-0.0, [held(1, 1_000)]).fall).toBe(Infinity);
    expect(liquidationMoves(-1e-9, [held(1, 1_000)]).fall).toBeCloseTo(1, 9);
  });

  it.each<[string, number, MovedPosition[]]>([
    ['balance', NaN, [held(1, 1_000)]],
    ['balance without a position', NaN, []],
    ['mark', 0, [held(1, NaN)]],
    ['size', 0, [held(NaN, 1)]],
    ['margin fraction', 0, [held(1, 1, 1, NaN)]],
  ])('is no number when a %s is none', (_name, quoteBalanceUsd, positions) => {
    expect(liquidationMoves(quoteBalanceUsd, positions)).toEqual({ fall: NaN, rise: NaN });
  });

  it('is no number when a beta is none', () => {
    expect(liquidationMoves(-10, [held(1, 1_000, NaN), held(1, 100)])).toEqual({ fall: NaN, rise: NaN });
  });

  it('is the distance to the liquidation price when one mark moves alone', () => {
    const position = held(-3, 100);
    const margin = accountMargin(400, [position]);
    const distance = liquidationDistance(position, liquidationPrice(position, margin));
    expect(liquidationMoves(400, [position]).rise).toBeCloseTo(distance, 12);
  });

  const position = fc
    .tuple(fc.integer({ min: -20, max: 20 }), fc.integer({ min: 1, max: 500 }), fc.integer({ min: -30, max: 40 }))
    .map(([size, price, beta]) => held(size, price, beta / 10));

  it('is the first move at which the surplus is gone, for any book of positions', () => {
    fc.assert(
      fc.property(
        fc.array(position, { minLength: 1, maxLength: 6 }),
        fc.integer({ min: 1, max: 3_000 }),
        (positions, extra) => {
          const quoteBalanceUsd = extra - surplusAfter(0, positions, 0);
          const { fall, rise } = liquidationMoves(quoteBalanceUsd, positions);
          for (const [sign, found] of [
            [-1, fall],
            [1, rise],
          ] as const) {
            const until = Math.min(found, 20);
            const scale = 1e-9 * (1 + Math.abs(quoteBalanceUsd) + extra);
            for (let step = 0; step <= 50; step += 1) {
              expect(surplusAfter(quoteBalanceUsd, positions, (sign * until * step) / 50)).toBeGreaterThanOrEqual(-scale * 200); // prettier-ignore
            }
            if (found < 20) expect(surplusAfter(quoteBalanceUsd, positions, sign * (found + 1e-6))).toBeLessThan(scale);
            if (found < 20) expect(Math.abs(surplusAfter(quoteBalanceUsd, positions, sign * found))).toBeLessThan(scale * 200); // prettier-ignore
          }
        },
      ),
      { numRuns: 200 },
    );
  });
});
