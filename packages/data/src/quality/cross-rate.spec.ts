import { CrossRate } from './cross-rate';

describe('CrossRate', () => {
  it.each<[what: string, samples: readonly (readonly [ms: number, total: number])[], expected: number]>([
    ['counts what came before the first look', [[5_000, 7]], 7],
    ['counts all of the running minute', [[0, 0], [30_000, 6]], 6], // prettier-ignore
    ['counts the minute before by what of it is within the last 60 s', [[0, 0], [59_999, 8], [60_000, 8], [90_000, 8]], 4], // prettier-ignore
    ['adds both', [[0, 0], [60_000, 8], [90_000, 11]], 7], // prettier-ignore
    ['has forgotten a minute after the next', [[0, 0], [60_000, 8], [120_000, 8]], 0], // prettier-ignore
    ['has forgotten everything after a pause', [[0, 0], [59_000, 8], [600_000, 8]], 0], // prettier-ignore
  ])('%s', (_, samples, expected) => {
    const rate = new CrossRate();
    expect(samples.map(([ms, total]) => rate.perMinute(ms, total)).at(-1)).toBe(expected);
  });
});
