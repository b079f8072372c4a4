import { DailyLossStop } from './daily-loss-stop';

const DAY_MS = 86_400_000;

function stop(maxDailyLossUsd: number, maxDailyLossFraction: number, startEquityUsd?: number): DailyLossStop {
  const daily = new DailyLossStop({ maxDailyLossUsd, maxDailyLossFraction }, startEquityUsd);
  daily.advance(0);
  return daily;
}

describe('DailyLossStop', () => {
  it.each([
    ['a loss below both bounds', [1_000, 901], false],
    ['a loss at the bound in USD', [1_000, 900], true],
    ['a loss above it', [1_000, 850], true],
    ['a gain', [1_000, 2_000], false],
    ['a loss that was made good', [1_000, 900, 1_500], true],
    ['no equity yet', [], false],
    ['equity that is no number', [1_000, NaN], false],
  ])('with %s', (_name, equities, isTripped) => {
    const daily = stop(100, 0.5);
    equities.forEach((equityUsd) => daily.observe(equityUsd));
    expect(daily.isTripped).toBe(isTripped);
  });

  it.each([
    ['the fraction when it is smaller', stop(100, 0.05, 1_000), 50],
    ['the amount when it is smaller', stop(40, 0.05, 1_000), 40],
    ['the amount alone when the day starts without equity', stop(100, 0.05, 0), 100],
    ['nothing when both are off', stop(Infinity, Infinity, 1_000), Infinity],
    ['the amount alone while equity is unknown', stop(100, 0.05), 100],
  ])('is bounded by %s', (_name, daily, boundUsd) => {
    expect(daily.boundUsd).toBe(boundUsd);
  });

  it('measures the day from its first equity', () => {
    const daily = stop(100, 1);
    expect(daily.dayPnlUsd).toBe(0);
    daily.observe(1_000);
    expect(daily.dayPnlUsd).toBe(0);
    daily.observe(1_030);
    expect(daily.dayPnlUsd).toBe(30);
  });

  it('measures the first day from the equity of an earlier run', () => {
    const daily = stop(100, 1, 1_000);
    expect(daily.dayPnlUsd).toBe(0);
    daily.observe(950);
    expect(daily.dayPnlUsd).toBe(-50);
  });

  it('starts the next day from the last equity of the day before, at midnight UTC', () => {
    const daily = stop(100, 1);
    daily.observe(1_000);
    daily.observe(900);
    daily.advance(DAY_MS - 1);
    expect([daily.isTripped, daily.dayPnlUsd]).toEqual([true, -100]);
    daily.advance(DAY_MS);
    expect([daily.isTripped, daily.dayPnlUsd]).toEqual([false, 0]);
    daily.observe(801);
    expect([daily.isTripped, daily.dayPnlUsd]).toEqual([false, -99]);
    daily.observe(800);
    expect(daily.isTripped).toBe(true);
  });

  it('is not reset by a late event of the day before', () => {
    const daily = stop(100, 1);
    daily.advance(DAY_MS);
    daily.observe(1_000);
    daily.observe(900);
    daily.advance(DAY_MS - 1);
    daily.advance(DAY_MS + 1);
    expect(daily.isTripped).toBe(true);
  });
});
