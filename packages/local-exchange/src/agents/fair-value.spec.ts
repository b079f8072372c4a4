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

  it('stays in the region of its anchor for weeks', () => {
    const prices = path(2, 30 * 1440, 60);
    expect(Math.min(...prices)).toBeGreaterThan(800_000);
    expect(Math.max(...prices)).toBeLessThan(1_250_000);
  });
});
