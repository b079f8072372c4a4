import { recentAndNorm, type RecentAndNormOptions } from './recent-and-norm';

const defaults = { recentHalfLifeMs: 10_000, normHalfLifeMs: 120_000 };

describe('recentAndNorm', () => {
  it.each<[string, RecentAndNormOptions, number, number]>([
    ['the defaults', {}, 10_000, 120_000],
    ['what is stated', { recentHalfLifeMs: 1, normHalfLifeMs: 2 }, 1, 2],
    ['longer defaults for bars', { barMs: 60_000 }, 120_000, 1_440_000],
    ['what is stated, of bars too', { barMs: 60_000, recentHalfLifeMs: 5 }, 5, 1_440_000],
  ])('takes %s', (_, options, recentHalfLifeMs, normHalfLifeMs) => {
    expect(recentAndNorm(options, defaults)).toEqual({ recentHalfLifeMs, normHalfLifeMs });
  });

  it.each<[RecentAndNormOptions, string]>([
    [{ barMs: 0 }, 'barMs must be a finite number > 0, was 0'],
    [{ recentHalfLifeMs: -1 }, 'recentHalfLifeMs must be a finite number > 0, was -1'],
    [{ normHalfLifeMs: NaN }, 'normHalfLifeMs must be a finite number > 0, was NaN'],
    [{ recentHalfLifeMs: 120_000 }, 'recentHalfLifeMs must be < normHalfLifeMs (120000), was 120000'],
  ])('refuses %j', (options, message) => {
    expect(() => recentAndNorm(options, defaults)).toThrow(new RangeError(message));
  });
});
