import fc from 'fast-check';
import { SlidingSums, type TimedSums } from './sliding-sums';

const sumsOf = (exchangeMs: number, usd: number): TimedSums => ({
  exchangeMs,
  buyUsd: usd,
  sellUsd: usd / 3,
  volumeBase: usd / 7,
  trades: 1,
  largeTrades: usd > 50 ? 1 : 0,
  largeUsd: usd > 50 ? usd : 0,
});

const KEYS = ['buyUsd', 'sellUsd', 'volumeBase', 'trades', 'largeTrades', 'largeUsd'] as const;

/** The definition: everything after a time, added up from nothing. */
const naive = (all: readonly TimedSums[], afterMs: number): number[] =>
  KEYS.map((key) => all.filter(({ exchangeMs }) => exchangeMs > afterMs).reduce((sum, one) => sum + one[key], 0));

const valuesOf = (sums: SlidingSums): number[] => KEYS.map((key) => sums.total[key]);

describe('SlidingSums', () => {
  it('is nothing at first, and after it was cleared', () => {
    const sums = new SlidingSums();
    expect(valuesOf(sums)).toEqual([0, 0, 0, 0, 0, 0]);
    expect(sums.dropThrough(Infinity)).toBe(false);
    sums.add(sumsOf(1, 70));
    sums.add(sumsOf(2, 70));
    sums.dropThrough(1);
    sums.clear();
    expect(valuesOf(sums)).toEqual([0, 0, 0, 0, 0, 0]);
  });

  it('lets go of what is at the time or before, and says whether there was something', () => {
    const sums = new SlidingSums();
    for (const ms of [1, 2, 2, 3]) sums.add(sumsOf(ms, 1));
    expect([sums.dropThrough(0.5), sums.total.trades]).toEqual([false, 4]);
    expect([sums.dropThrough(2), sums.total.trades]).toEqual([true, 1]);
    expect([sums.dropThrough(2.5), sums.total.trades]).toEqual([false, 1]);
  });

  it('equals the naive sum for any trades and any window', () => {
    const anyStep = fc.record({
      waitMs: fc.integer({ min: 0, max: 30 }),
      usd: fc.double({ min: 0.01, max: 1e6, noNaN: true }),
    });
    fc.assert(
      fc.property(fc.array(anyStep, { maxLength: 200 }), fc.integer({ min: 1, max: 200 }), (steps, windowMs) => {
        const sums = new SlidingSums();
        const all: TimedSums[] = [];
        let nowMs = 0;
        for (const { waitMs, usd } of steps) {
          const added = sumsOf((nowMs += waitMs), usd);
          all.push(added);
          sums.add(added);
          sums.dropThrough(nowMs - windowMs);
          const expected = naive(all, nowMs - windowMs);
          valuesOf(sums).forEach((value, index) => {
            const wanted = expected[index] ?? NaN;
            expect(Math.abs(value - wanted)).toBeLessThanOrEqual(1e-12 * wanted);
          });
        }
      }),
    );
  });

  it('does not drift: after what was huge has left, what is small is exact', () => {
    const sums = new SlidingSums();
    for (let ms = 0; ms < 10_000; ms += 1) {
      sums.add(sumsOf(ms, ms % 2 === 0 ? 1e15 : 0.1));
      sums.dropThrough(ms - 50);
    }
    sums.dropThrough(9_998);
    expect(sums.total.buyUsd).toBe(0.1);
    sums.dropThrough(9_999);
    expect(valuesOf(sums)).toEqual([0, 0, 0, 0, 0, 0]);
  });

  it('keeps its memory bounded: beyond 1,024 blocks the newest go together', () => {
    const sums = new SlidingSums();
    for (let ms = 1; ms <= 5_000; ms += 1) sums.add(sumsOf(ms, 1));
    expect(sums.total.trades).toBe(5_000);
    sums.dropThrough(1_023);
    expect(sums.total.trades).toBe(5_000 - 1_023);
    sums.dropThrough(4_999);
    expect(sums.total.trades).toBe(5_000 - 1_023);
    sums.dropThrough(5_000);
    expect(sums.total.trades).toBe(0);
  });
});
