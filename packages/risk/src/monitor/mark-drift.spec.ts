import fc from 'fast-check';
import { DRIFT_TIMES_MS, MarkDrift } from './mark-drift';

const MINUTE_MS = 60_000;
const drifts = (mark: MarkDrift, nowMs: number): number[] =>
  DRIFT_TIMES_MS.map((_, index) => mark.usdPerMs(index, nowMs));

describe('MarkDrift', () => {
  it.each([
    ['every second', 1_000],
    ['every 7 s', 7_000],
    ['once in a while', 45_000],
    ['at once', 120_000],
  ])('is the slope of a price that moves evenly, from the start on, stated %s', (_name, stepMs) => {
    const mark = new MarkDrift(100, 0);
    let atMs = 0;
    while (atMs < 2 * MINUTE_MS) mark.state(100 - (atMs += stepMs) * 1e-4, atMs);
    for (const drift of drifts(mark, atMs)) expect(drift).toBeCloseTo(-1e-4, 12);
  });

  it('is the slope of even moves at any times of statement', () => {
    const gaps = fc.array(fc.integer({ min: 1, max: 50_000 }), { minLength: 5, maxLength: 50 });
    fc.assert(
      fc.property(gaps, fc.double({ min: -1e-3, max: 1e-3, noNaN: true }), (steps, slope) => {
        const mark = new MarkDrift(1_000, 0);
        let atMs = 0;
        for (const step of steps) mark.state(1_000 + (atMs += step) * slope, atMs);
        if (atMs >= MINUTE_MS) for (const drift of drifts(mark, atMs)) expect(drift).toBeCloseTo(slope, 9);
      }),
    );
  });

  it('is 0 until the price was watched for a minute', () => {
    const mark = new MarkDrift(100, 0);
    mark.state(50, 59_999);
    expect(drifts(mark, 59_999)).toEqual([0, 0, 0]);
    expect(drifts(mark, MINUTE_MS).every((drift) => drift < 0)).toBe(true);
  });

  it('does not take a statement that comes late for a jump', () => {
    const mark = new MarkDrift(100, 0);
    mark.state(100, 10 * MINUTE_MS);
    mark.state(99, 70 * MINUTE_MS);
    // One USD within the hour, however short the memory is.
    for (const drift of drifts(mark, 70 * MINUTE_MS))
      expect(Math.abs(drift)).toBeLessThanOrEqual(1 / (60 * MINUTE_MS) + 1e-12);
  });

  it('fades while the price stands still, the shorter the memory the faster', () => {
    const mark = new MarkDrift(100, 0);
    mark.state(90, 2 * MINUTE_MS);
    const [fast, , slow] = drifts(mark, 5 * MINUTE_MS);
    // (p - m) decays by exp(-3 min / T), and what it is divided by grows with the span.
    const expected = (memoryMs: number): number => {
      const ahead = (-10 / (2 * MINUTE_MS)) * memoryMs * (1 - Math.exp((-2 * MINUTE_MS) / memoryMs));
      return (ahead * Math.exp((-3 * MINUTE_MS) / memoryMs)) / (memoryMs * (1 - Math.exp((-5 * MINUTE_MS) / memoryMs)));
    };
    expect(fast).toBeCloseTo(expected(MINUTE_MS), 15);
    expect(slow).toBeCloseTo(expected(15 * MINUTE_MS), 15);
    expect(Math.abs(fast!)).toBeLessThan(Math.abs(slow!));
  });

  it('takes the last of several statements of one time, and is not disturbed by late ones', () => {
    const [once, twice] = [new MarkDrift(100, 0), new MarkDrift(100, 0)];
    for (const mark of [once, twice]) mark.state(99, MINUTE_MS);
    twice.state(101, 2 * MINUTE_MS);
    twice.state(101, 2 * MINUTE_MS);
    once.state(101, 2 * MINUTE_MS);
    expect(drifts(twice, 3 * MINUTE_MS)).toEqual(drifts(once, 3 * MINUTE_MS));
  });

  it('never says more than the largest slope it saw', () => {
    const steps = fc.array(
      fc.tuple(fc.integer({ min: 1, max: 100_000 }), fc.double({ min: 50, max: 150, noNaN: true })),
      {
        minLength: 1,
        maxLength: 40,
      },
    );
    fc.assert(
      fc.property(steps, fc.integer({ min: 0, max: 1_000_000 }), (given, laterMs) => {
        const mark = new MarkDrift(100, 0);
        let [atMs, priceUsd, steepest] = [0, 100, 0];
        for (const [stepMs, nextUsd] of given) {
          steepest = Math.max(steepest, Math.abs(nextUsd - priceUsd) / stepMs);
          mark.state((priceUsd = nextUsd), (atMs += stepMs));
        }
        for (const drift of drifts(mark, atMs + laterMs))
          expect(Math.abs(drift)).toBeLessThanOrEqual(steepest * (1 + 1e-9));
      }),
    );
  });

  it('knows no other times', () => {
    expect(new MarkDrift(100, 0).usdPerMs(3, 1e6)).toBe(0);
  });
});
