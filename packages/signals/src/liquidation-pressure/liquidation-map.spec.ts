import fc from 'fast-check';
import { LiquidationMap } from './liquidation-map';

const REACH = 0.03;
/** Half a bin: where a position stands is known to this. */
const BLUR = 0.0026;

const mapAt = (priceUsd: number): LiquidationMap => {
  const map = new LiquidationMap(REACH);
  map.moveTo(priceUsd);
  return map;
};

const near = (map: LiquidationMap): [above: number, below: number] => [map.nearAboveBase, map.nearBelowBase];

describe('LiquidationMap', () => {
  it('is empty, and knows of no price, at first', () => {
    const map = new LiquidationMap(REACH);
    map.open(5, 0.02);
    expect([map.hasPrice, ...near(map)]).toEqual([false, 0, 0]);
    map.moveTo(100);
    expect([map.hasPrice, ...near(map)]).toEqual([true, 0, 0]);
  });

  it('counts positions by their distance, on both sides alike', () => {
    for (const distance of [0.012, 0.02, 0.05, 0.1, 0.15]) {
      const map = mapAt(123.45);
      map.open(10, distance);
      const expected = 10 * Math.exp(-distance / REACH);
      for (const base of near(map)) expect(Math.abs(base / expected - 1)).toBeLessThan(0.01);
    }
  });

  it('counts nothing beyond its reach of 16 %', () => {
    const map = mapAt(100);
    map.open(10, 0.17);
    map.moveTo(100 * Math.exp(0.05));
    expect(near(map)).toEqual([0, 0]);
  });

  it('sees positions come nearer as the price moves, smoothly', () => {
    const map = mapAt(100);
    map.open(10, 0.06);
    for (let moved = 0; moved < 0.05; moved += 0.0007) {
      map.moveTo(100 * Math.exp(moved));
      expect(Math.abs(map.nearAboveBase / (10 * Math.exp(-(0.06 - moved) / REACH)) - 1)).toBeLessThan(0.01);
      expect(Math.abs(map.nearBelowBase / (10 * Math.exp(-(0.06 + moved) / REACH)) - 1)).toBeLessThan(0.01);
    }
  });

  it('forgets what the price has passed, and does not take it for the other side', () => {
    const map = mapAt(100);
    map.open(10, 0.02);
    map.moveTo(100 * Math.exp(0.03));
    expect(map.nearAboveBase).toBe(0);
    expect(map.nearBelowBase).toBeCloseTo(10 * Math.exp(-0.05 / REACH), 1);
    map.moveTo(100);
    expect(map.nearAboveBase).toBe(0);
    expect(map.nearBelowBase).toBeCloseTo(10 * Math.exp(-0.02 / REACH), 1);
  });

  it.each([
    ['a high', 100, 100 * Math.exp(0.03), [0, 1]],
    ['a low', 100 * Math.exp(-0.03), 100, [1, 0]],
    ['both', 90, 110, [0, 0]],
    ['both, far out of reach', 1, 1e4, [0, 0]],
  ])('forgets what %s has passed on the way', (_, lowUsd, highUsd, left) => {
    const map = mapAt(100);
    map.open(10, 0.02);
    map.moveTo(100, lowUsd, highUsd);
    expect(near(map).map((base) => (base > 0 ? 1 : 0))).toEqual(left);
  });

  it('forgets everything when the price leaps away, and what comes into reach is empty', () => {
    for (const leap of [0.4, -0.4, 5, -5]) {
      const map = mapAt(100);
      map.open(10, 0.1);
      map.moveTo(100 * Math.exp(leap));
      expect(near(map)).toEqual([0, 0]);
      map.open(10, 0.1);
      map.moveTo(100 * Math.exp(leap + 0.07));
      map.moveTo(100 * Math.exp(leap));
      expect(near(map)[0]).toBeCloseTo(10 * Math.exp(-0.1 / REACH), 1);
    }
  });

  it('lets a share of everything stay', () => {
    const map = mapAt(100);
    map.open(10, 0.02);
    const [above] = near(map);
    map.keep(0.25);
    expect(map.nearAboveBase).toBeCloseTo(above / 4, 12);
    map.moveTo(100 * Math.exp(-0.006));
    map.moveTo(100);
    expect(map.nearAboveBase).toBeCloseTo(above / 4, 12);
  });

  it('equals a list of all positions, each with its own price', () => {
    const step = fc.record({
      move: fc.double({ min: -0.02, max: 0.02, noNaN: true }),
      base: fc.double({ min: 0.1, max: 10, noNaN: true }),
      distance: fc.double({ min: 0.012, max: 0.12, noNaN: true }),
    });
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 25 }), (steps) => {
        const map = mapAt(1_000);
        let at = Math.log(1_000);
        let positions: { at: number; base: number; isShort: boolean; isNearlyPassed: boolean }[] = [];
        for (const { move, base, distance } of steps) {
          const [low, high] = [Math.min(at, at + move), Math.max(at, at + move)];
          at += move;
          map.moveTo(Math.exp(at));
          positions = positions
            .filter((one) => one.at < low || one.at > high)
            // Within a bin or two of where the price was, and near the end of the map, bins are too coarse to tell.
            .map((one) => ({
              ...one,
              isNearlyPassed:
                one.isNearlyPassed ||
                (one.at > low - 4 * BLUR && one.at < high + 4 * BLUR) ||
                Math.abs(one.at - at) > 0.15,
            }));
          positions.push({ at: at + distance, base, isShort: true, isNearlyPassed: false });
          positions.push({ at: at - distance, base, isShort: false, isNearlyPassed: false });
          map.open(base, distance);
        }
        const sum = (isShort: boolean, isSure: boolean): number =>
          positions
            .filter((one) => one.isShort === isShort && !(isSure && one.isNearlyPassed))
            .reduce((total, one) => total + one.base * Math.exp(-Math.abs(one.at - at) / REACH), 0);
        expect(map.nearAboveBase).toBeGreaterThan(0.99 * sum(true, true) - 1e-9);
        expect(map.nearAboveBase).toBeLessThan(1.2 * sum(true, false) + 1e-9);
        expect(map.nearBelowBase).toBeGreaterThan(0.99 * sum(false, true) - 1e-9);
        expect(map.nearBelowBase).toBeLessThan(1.2 * sum(false, false) + 1e-9);
      }),
      { numRuns: 200 },
    );
  });
});
