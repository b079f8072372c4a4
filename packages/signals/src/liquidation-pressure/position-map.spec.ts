import { unixMs, type MarketContext } from '@perpstream/core';
import { BTC, marketContext, marketRules } from '@perpstream/testing';
import { PositionMap } from './position-map';

const options = {
  leverages: [10],
  maintenanceMarginFraction: 0.03,
  positionHalfLifeMs: 86_400_000,
  reachBps: 300,
  nearShare: 0.05,
};

const rules = marketRules({ initialMarginFraction: 0.05, maintenanceMarginFraction: 0.03 });

/** A market of which nothing was stated. */
const unknown: MarketContext = { kind: 'context', marketId: BTC, receivedMs: unixMs(0), cause: 0, status: 'ACTIVE' };

const stated = (openInterestBase: number, given: Partial<MarketContext> = {}): MarketContext =>
  marketContext({ openInterestBase, rules, ...given });

/** Open interest of `base` was there, then `opened` more came at 100. */
function opened(base: number, more: number, given = options): PositionMap {
  const positions = new PositionMap(given);
  positions.moveTo(100);
  positions.state(stated(base), 0);
  positions.state(stated(base + more), 0);
  return positions;
}

const after = (positions: PositionMap, ...pricesUsd: number[]): number => {
  for (const priceUsd of pricesUsd) positions.moveTo(priceUsd);
  return positions.value;
};

describe('PositionMap', () => {
  it('is known with the first open interest and price, and 0 then', () => {
    const positions = new PositionMap(options);
    positions.moveTo(100);
    positions.state({ ...unknown, rules, oraclePriceUsd: 100 }, 0);
    expect([positions.isKnown, positions.value]).toEqual([false, 0]);
    positions.state(stated(1_000), 0);
    expect([positions.isKnown, positions.value]).toEqual([true, 0]);
    const unpriced = new PositionMap(options);
    unpriced.state(stated(1_000), 0);
    expect(unpriced.isKnown).toBe(false);
  });

  it('is 0 where positions were opened, and leans to the side the price goes', () => {
    const positions = opened(1_000, 100);
    expect(positions.value).toBeCloseTo(0, 2);
    const rising = [101, 102, 103, 104, 105].map((priceUsd) => after(positions, priceUsd));
    expect(rising).toEqual([...rising].sort((a, b) => a - b));
    expect(rising[0]).toBeGreaterThan(0.01);
    const falling = [99, 98, 97, 96, 95].map((priceUsd) => after(positions, priceUsd));
    expect(falling).toEqual([...falling].sort((a, b) => b - a));
    expect(falling.at(-1)).toBeCloseTo(-rising.at(-1)!, 1);
  });

  it('is the near shorts minus longs, over both and a share of all open interest', () => {
    const positions = opened(1_000, 100);
    // 1 / 10 - 0.03 = 0.07 away; the price went 0.04 up.
    const [above, below] = [100 * Math.exp(-0.03 / 0.03), 100 * Math.exp(-0.11 / 0.03)];
    const expected = (above - below) / (above + below + 0.05 * 1_100);
    expect(after(positions, 100 * Math.exp(0.04))).toBeCloseTo(expected, 2);
  });

  it('turns when the price has passed the shorts', () => {
    const positions = opened(1_000, 100);
    expect(after(positions, 106)).toBeGreaterThan(0.4);
    expect(after(positions, 109)).toBeLessThan(0);
    expect(after(positions, 106)).toBeLessThan(0);
  });

  it('counts for less the more was opened before', () => {
    expect(after(opened(100, 100), 104)).toBeGreaterThan(2 * after(opened(10_000, 100), 104));
  });

  it('shrinks all positions alike when open interest falls, and grows by what is opened again', () => {
    const [whole, half] = [opened(0, 100), opened(0, 100)];
    half.state(stated(50), 0);
    // As a share of the open interest that is left, nothing changed.
    expect(after(half, 104)).toBeCloseTo(after(whole, 104), 9);
    half.state(stated(100), 0);
    expect(half.value).toBeLessThan(whole.value);
    half.state(stated(0), 0);
    expect(half.value).toBe(0);
  });

  it('fades by its half life', () => {
    const [fresh, old] = [opened(1_000, 100), opened(1_000, 100)];
    old.state(stated(1_100), options.positionHalfLifeMs);
    fresh.moveTo(104);
    old.moveTo(104);
    // Half of x in x / (x + c).
    const odds = (value: number): number => value / (0.96 - value);
    expect(odds(old.value) / odds(fresh.value)).toBeCloseTo(0.5, 1);
  });

  it('takes the margins of the market, and no leverage that it does not allow', () => {
    const own = (leverages: readonly number[], given: Partial<MarketContext>): number => {
      const positions = new PositionMap({ ...options, leverages });
      positions.moveTo(100);
      positions.state(stated(1_000, given), 0);
      positions.state(stated(1_100, given), 0);
      return after(positions, 101);
    };
    // 1 / 20 - 0.03: 50 times is not allowed here.
    expect(own([50], {})).toBe(own([20], {}));
    const strict = { rules: marketRules({ initialMarginFraction: 0.1, maintenanceMarginFraction: 0.05 }) };
    expect(own([20], strict)).toBe(own([10], strict));
    expect(own([20], strict)).toBeLessThan(own([20], {}));
  });

  it('assumes a maintenance margin where rules are not known, and no position that it would not allow', () => {
    const assumed = (leverages: readonly number[]): number => {
      const positions = new PositionMap({ ...options, leverages });
      positions.moveTo(100);
      for (const openInterestBase of [1_000, 1_100]) {
        positions.state({ ...unknown, openInterestBase }, 0);
      }
      return after(positions, 101);
    };
    expect(assumed([10])).toBeCloseTo(after(opened(1_000, 100), 101), 12);
    expect(assumed([50])).toBe(0);
  });
});
