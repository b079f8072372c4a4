import { unixMs } from '@perpstream/core';
import fc from 'fast-check';
import { GapFinder } from './gap-finder';

const gapsOf = (from: number, to: number, rows: readonly number[], stepMs = 60): (readonly number[])[] => {
  const finder = new GapFinder(unixMs(from), unixMs(to), stepMs);
  for (const row of rows) finder.add(row);
  return finder.end().map(({ fromMs, toMs, missing }) => [fromMs, toMs, missing]);
};

describe('GapFinder', () => {
  it.each([
    ['nothing missing', 0, 240, [0, 60, 120, 180], []],
    ['one row', 0, 240, [0, 60, 180], [[120, 180, 1]]],
    [
      'rows at both ends',
      0,
      240,
      [60, 120],
      [
        [0, 60, 1],
        [180, 240, 1],
      ],
    ],
    ['everything', 0, 240, [], [[0, 240, 4]]],
    ['a range off the grid', 1, 239, [60, 120, 180], []],
    ['times a little late', 0, 240, [3, 61, 125, 180], []],
    ['a time a little early', 0, 240, [0, 59, 121, 181], []],
    ['an empty range', 120, 120, [], []],
  ])('reports %s', (_, from, to, rows, gaps) => {
    expect(gapsOf(from, to, rows)).toEqual(gaps);
  });

  it('names every missing row exactly once', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.nat(50)), (present) => {
        const steps = present.sort((a, b) => a - b);
        const gaps = gapsOf(
          0,
          51 * 60,
          steps.map((step) => step * 60),
        );
        const missing = gaps.flatMap(([from = 0, , count = 0]) =>
          Array.from({ length: count }, (_, at) => from / 60 + at),
        );
        expect([...missing, ...steps].sort((a, b) => a - b)).toEqual(Array.from({ length: 51 }, (_, step) => step));
      }),
    );
  });
});
