import { SeededRandom } from '../random/seeded-random';
import { FairValue } from './fair-value';

function path(seed: number, steps: number, seconds: number): number[] {
  const value = new FairValue(1_000_000, 1, new SeededRandom(seed));
  return Array.from({ length: steps }, () => {
    value.advance(seconds);
    return value.subticks;
  });
}

describe('FairValue', () => {
  it('starts at its anchor', () => {
    expect(new FairValue(1_000_000, 1, new SeededRandom(1)).subticks).toBe(1_000_000);
  });

  it('moves in trends: returns of neighbouring ten seconds agree more often than not', () => {
    const tenSeconds = path(1, 20_000, 1)
      .filter((_, at) => at % 10 === 0)
      .map(Math.log);
    const returns = tenSeconds.slice(1).map((value, at) => value - tenSeconds[at]!);
    const pairs = returns.slice(1).map((value, at) => value * returns[at]!);
    const variance = returns.reduce((sum, value) => sum + value ** 2, 0) / returns.length;
    const correlation = pairs.reduce((sum, value) => sum + value, 0) / pairs.length / variance;
    expect(correlation).toBeGreaterThan(0.3);
  });

  it('knows where its trend leads, no further than the trend lasts', () => {
    const value = new FairValue(1_000_000, 1, new SeededRandom(4));
    value.advance(1);
    const [near, far, later] = [value.ahead(1), value.ahead(200), value.ahead(400)].map((price) =>
      Math.abs(price - value.subticks),
    );
    expect(near).toBeGreaterThan(0);
    expect(far).toBeGreaterThan(near!);
    expect(later).toBe(far);
  });

  describe('that is moved by force', () => {
    const still = (): FairValue => new FairValue(1_000_000, 0, new SeededRandom(1));
    const after = (value: FairValue, rounds: number): number => {
      for (let round = 0; round < rounds; round += 1) value.advance(0.1);
      return value.subticks;
    };

    it('goes a log-linear way for the time of the move, and stays there', () => {
      const value = still();
      value.move(-0.36, 10);
      expect(after(value, 50)).toBeCloseTo(800_000, 3);
      expect(after(value, 50)).toBeCloseTo(640_000, 3);
      expect(after(value, 100_000)).toBeCloseTo(640_000, 3);
    });

    it('makes one move after another, and two at once, as products', () => {
      const value = still();
      value.move(1, 1);
      after(value, 5);
      value.move(-0.5, 2);
      expect(after(value, 20)).toBeCloseTo(1_000_000, 3);
    });

    it('jumps within a round when the move takes no time', () => {
      const value = still();
      value.move(0.5, 0);
      expect(value.subticks).toBe(1_000_000);
      expect(after(value, 1)).toBeCloseTo(1_500_000, 3);
    });

    it('is the same whatever the rounds, and on top of the walk', () => {
      const [moved, calm] = [7, 7].map((seed) => new FairValue(1_000_000, 1, new SeededRandom(seed)));
      moved!.move(0.25, 3);
      for (const value of [moved!, calm!]) after(value, 100);
      expect(moved!.subticks / calm!.subticks).toBeCloseTo(1.25, 9);
    });

    it('is known ahead, no further than the move goes', () => {
      const value = still();
      value.move(0.21, 10);
      expect(value.ahead(5)).toBeCloseTo(1_100_000, 3);
      expect(value.ahead(99)).toBeCloseTo(1_210_000, 3);
    });

    it('is shaken until five seconds after the move', () => {
      const value = still();
      expect(value.isShaken).toBe(false);
      value.move(0.1, 2);
      after(value, 69);
      expect(value.isShaken).toBe(true);
      after(value, 2);
      expect(value.isShaken).toBe(false);
    });

    it('alarms at prices more than half a per cent off while it is shaken', () => {
      const value = still();
      expect(value.isAlarming(500_000)).toBe(false);
      value.move(0, 1);
      expect([994_000, 996_000, 1_004_000, 1_006_000, Infinity, 0].map((price) => value.isAlarming(price))).toEqual([
        true,
        false,
        false,
        true,
        true,
        true,
      ]);
    });
  });

  it('stays in the region of its anchor for weeks', () => {
    const prices = path(2, 30 * 1440, 60);
    expect(Math.min(...prices)).toBeGreaterThan(800_000);
    expect(Math.max(...prices)).toBeLessThan(1_250_000);
  });
});
