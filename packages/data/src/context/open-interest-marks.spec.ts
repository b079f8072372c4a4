import fc from 'fast-check';
import { OpenInterestMarks } from './open-interest-marks';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

describe('OpenInterestMarks', () => {
  it.each<[name: string, stated: [minute: number, base: number][], atMinute: number, change: number | undefined]>([
    ['nothing before the first statement', [], 5, undefined],
    ['nothing before the second', [[0, 10]], 5, undefined],
    [
      'the change since the first within the hour',
      [
        [0, 10],
        [1, 12],
        [9, 17],
      ],
      10,
      7,
    ],
    [
      'the change since what held an hour ago',
      [
        [0, 10],
        [5, 12],
        [50, 17],
        [70, 20],
      ],
      70,
      8,
    ],
    [
      'the hour that ends now, its beginning included',
      [
        [0, 10],
        [10, 12],
        [70, 20],
      ],
      70,
      8,
    ],
    [
      'the statement before a silence of hours',
      [
        [0, 10],
        [300, 25],
      ],
      300,
      15,
    ],
    [
      'nothing to speak of after an hour without a statement',
      [
        [0, 10],
        [1, 12],
      ],
      61,
      0,
    ],
    [
      'a fall',
      [
        [0, 10],
        [2, 4],
      ],
      2,
      -6,
    ],
  ])('tell %s', (_, stated, atMinute, change) => {
    const marks = new OpenInterestMarks();
    for (const [minute, base] of stated) marks.state(base, minute * MINUTE_MS);
    expect(marks.changeAt(atMinute * MINUTE_MS)).toBe(change);
  });

  it('compare with a statement of an hour ago to the minute, however many there are', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 200_000 }), { minLength: 2, maxLength: 400 }), (waits) => {
        const marks = new OpenInterestMarks();
        let nowMs = 0;
        // Open interest that grows by one a millisecond tells when it was stated.
        for (const waitMs of waits) marks.state((nowMs += waitMs), nowMs);
        const agoMs = marks.changeAt(nowMs) ?? NaN;
        const firstMs = waits[0] ?? NaN;
        expect(agoMs).toBeLessThanOrEqual(Math.min(HOUR_MS + 260_000, nowMs - firstMs));
        expect(agoMs).toBeGreaterThanOrEqual(Math.min(HOUR_MS - MINUTE_MS, nowMs - firstMs));
      }),
    );
  });
});
