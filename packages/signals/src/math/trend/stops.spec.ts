import { ParabolicSar } from './parabolic-sar';
import { SuperTrend } from './super-trend';

const bar = (closeUsd: number): { highUsd: number; lowUsd: number; closeUsd: number } => ({
  highUsd: closeUsd + 1,
  lowUsd: closeUsd - 1,
  closeUsd,
});
const rise = Array.from({ length: 20 }, (_, index) => 100 + 3 * index);
const fall = Array.from({ length: 20 }, (_, index) => 157 - 5 * index);

describe('SuperTrend', () => {
  const closesOf = (trend: SuperTrend, closes: readonly number[]): (number | undefined)[] =>
    closes.map((close) => trend.update(bar(close)));

  it('does not know the trend before its ATR is warm', () => {
    const trend = new SuperTrend({ period: 3 });
    closesOf(trend, [100, 101]);
    expect([trend.value, trend.isUp]).toEqual([undefined, undefined]);
    trend.update(bar(102));
    expect(trend.isUp).toBe(false);
  });

  it('stays below a rise, only ever higher, and above a fall, only ever lower', () => {
    const trend = new SuperTrend({ period: 3, multiplier: 1 });
    const up = closesOf(trend, rise).slice(5) as number[];
    expect(trend.isUp).toBe(true);
    expect(up.every((stop, index) => stop < rise[index + 5]! && stop >= (up[index - 1] ?? 0))).toBe(true);
    const down = closesOf(trend, fall).slice(3) as number[];
    expect(trend.isUp).toBe(false);
    expect(down.every((stop, index) => stop > fall[index + 3]! && stop <= (down[index - 1] ?? Infinity))).toBe(true);
  });

  it('turns at the close that breaks the stop, not before', () => {
    const trend = new SuperTrend({ period: 3, multiplier: 1 });
    const stop = closesOf(trend, rise).at(-1)!;
    // The range of these bars leaves the band where it is, or moves it down, which it does not follow.
    trend.update({ highUsd: stop + 2, lowUsd: stop - 9, closeUsd: stop });
    expect(trend.isUp).toBe(true);
    trend.update({ highUsd: stop + 2, lowUsd: stop - 9, closeUsd: stop - 0.01 });
    expect(trend.isUp).toBe(false);
  });
});

describe('ParabolicSar', () => {
  it('says nothing before the second bar', () => {
    const sar = new ParabolicSar();
    expect(sar.update(bar(100))).toBeUndefined();
    expect(sar.isUp).toBeUndefined();
    expect(sar.update(bar(101))).toBe(99);
    expect(sar.isUp).toBe(true);
  });

  it('closes in by the step, twice the step, ... of the way to the extreme, up to the bound', () => {
    const sar = new ParabolicSar({ step: 0.1, max: 0.25 });
    // Extremes 101, 121, 141, 161; the stop starts at the first low, 99, which is its bound for two bars.
    const stops = [100, 120, 140, 160, 180].map((close) => sar.update(bar(close)));
    expect(stops.slice(1, 3)).toEqual([99, 99]);
    expect(stops[3]).toBeCloseTo(99 + 0.25 * (141 - 99), 12);
    expect(stops[4]).toBeCloseTo(109.5 + 0.25 * (161 - 109.5), 12);
  });

  it('changes sides when the range of a bar goes through it, and starts anew from the extreme', () => {
    const sar = new ParabolicSar();
    rise.forEach((close) => sar.update(bar(close)));
    expect(sar.isUp).toBe(true);
    expect(sar.update({ highUsd: 150, lowUsd: 60 })).toBe(158);
    expect(sar.isUp).toBe(false);
  });

  it('does not keep the bars: changing one later changes nothing', () => {
    const [sar, twin] = [new ParabolicSar(), new ParabolicSar()];
    rise.forEach((close) => {
      const reused = bar(close);
      expect(sar.update(reused)).toBe(twin.update(bar(close)));
      reused.highUsd = reused.lowUsd = 0;
    });
  });
});
