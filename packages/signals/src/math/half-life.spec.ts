import { keptShare, timeConstantMs } from './half-life';

describe('keptShare', () => {
  it.each([
    ['all of it at once', 0, 1],
    ['half after one half life', 500, 0.5],
    ['a quarter after two', 1_000, 0.25],
    ['1/1024 after ten', 5_000, 1 / 1_024],
    ['nothing after ages', 1e9, 0],
  ])('keeps %s', (_, stepMs, share) => {
    expect(keptShare(stepMs, 500)).toBe(share);
  });
});

describe('timeConstantMs', () => {
  it('is the time after which 1/e is left', () => {
    expect(keptShare(timeConstantMs(700), 700)).toBeCloseTo(1 / Math.E, 12);
  });
});
