import fc from 'fast-check';
import { unixMs, type Bar, type Trade } from '@perpstream/core';
import { batchTimeBars } from '../../fixtures/batch-bars';
import { trade } from '../../fixtures/market-inputs';
import { TimeBars } from './time-bars';

const INTERVAL_MS = 1_000;

const anyTrades = fc
  .array(
    fc.record({
      waitMs: fc.oneof(fc.integer({ min: 0, max: 500 }), fc.integer({ min: 0, max: 20_000 })),
      side: fc.constantFrom('buy' as const, 'sell' as const),
      priceUsd: fc.integer({ min: 1, max: 50 }),
      sizeBase: fc.integer({ min: 1, max: 9 }),
    }),
    { maxLength: 60 },
  )
  .map((list) => {
    let exchangeMs = 1_700_000_000_123;
    return list.map(({ waitMs, ...fields }) => trade({ ...fields, exchangeMs: unixMs((exchangeMs += waitMs)) }));
  });

const at = (ms: number, priceUsd = 100): Trade => trade({ exchangeMs: unixMs(ms), priceUsd });

/** Bars of trades, and where the series began or went on after a hole. */
function seriesWith(
  trades: readonly Trade[],
  intervalMs = INTERVAL_MS,
): { readonly series: TimeBars; readonly bars: Bar[]; readonly begins: number[] } {
  const bars: Bar[] = [];
  const begins: number[] = [];
  const series = new TimeBars(
    { type: 'time', intervalMs },
    { begin: (startMs) => begins.push(startMs), take: (bar) => bars.push(bar) },
  );
  for (const one of trades) series.add(one);
  return { series, bars, begins };
}

const starts = (bars: readonly Bar[]): number[] => bars.map(({ startMs }) => startMs);
const completeness = (bars: readonly Bar[]): boolean[] => bars.map(({ isComplete }) => isComplete);

describe('TimeBars', () => {
  it('closes a bar with the first trade at its end, not before', () => {
    expect(seriesWith([at(1_500), at(1_999)]).bars).toEqual([]);
    expect(starts(seriesWith([at(1_500), at(2_000)]).bars)).toEqual([1_000]);
  });

  it('takes open, high, low, close, volumes and count from the trades', () => {
    const { bars } = seriesWith([
      trade({ exchangeMs: unixMs(100), priceUsd: 10, sizeBase: 1 }),
      trade({ exchangeMs: unixMs(200), priceUsd: 30, sizeBase: 2, side: 'sell' }),
      trade({ exchangeMs: unixMs(300), priceUsd: 5, sizeBase: 3 }),
      trade({ exchangeMs: unixMs(999), priceUsd: 20, sizeBase: 4 }),
      at(1_000),
    ]);
    expect(bars).toEqual([
      {
        spec: { type: 'time', intervalMs: INTERVAL_MS },
        source: 'trades',
        isComplete: true,
        startMs: 0,
        endMs: 1_000,
        openUsd: 10,
        highUsd: 30,
        lowUsd: 5,
        closeUsd: 20,
        volumeBase: 10,
        volumeUsd: 10 + 60 + 15 + 80,
        buyBase: 8,
        trades: 4,
      },
    ]);
    expect(Object.isFrozen(bars[0])).toBe(true);
  });

  it('aligns to the epoch, also where the times have fractions', () => {
    expect(starts(seriesWith([at(2_750.5), at(3_000)], 7).bars.slice(0, 2))).toEqual([2_744, 2_751]);
  });

  it('fills silent intervals with bars that carry the close', () => {
    const { bars } = seriesWith([at(0, 10), at(500, 12), at(3_100, 9)]);
    expect(starts(bars)).toEqual([0, 1_000, 2_000]);
    expect(bars[2]).toMatchObject({ openUsd: 12, highUsd: 12, lowUsd: 12, closeUsd: 12, volumeBase: 0, trades: 0 });
  });

  it('starts a bar that was opened by time with its first trade', () => {
    const { series, bars } = seriesWith([at(0, 10)]);
    series.closeUntil(1_200);
    series.add(at(1_300, 50));
    series.closeUntil(2_000);
    expect(bars[1]).toMatchObject({ startMs: 1_000, openUsd: 50, lowUsd: 50, highUsd: 50, trades: 1 });
  });

  it('has nothing to close before the first trade', () => {
    const { series, bars, begins } = seriesWith([]);
    series.closeUntil(5_000);
    expect([bars, begins]).toEqual([[], []]);
  });

  it('refuses a trade of a closed bar; a late one of the open bar counts but is neither first nor last', () => {
    const { series, bars } = seriesWith([at(0), at(1_500, 10), at(1_700, 20)]);
    expect(series.add(at(999))).toBe(false);
    expect(series.add(at(1_600, 90))).toBe(true);
    expect(series.add(at(1_100, 5))).toBe(true);
    series.closeUntil(2_000);
    expect(bars[1]).toMatchObject({ trades: 4, openUsd: 5, highUsd: 90, lowUsd: 5, closeUsd: 20 });
  });

  it('tells where it begins, and no more while bars follow each other', () => {
    expect(seriesWith([at(1_500), at(2_000), at(9_000)]).begins).toEqual([1_000]);
  });

  it('fills up to 1,000 silent intervals', () => {
    const { bars, begins } = seriesWith([at(0), at(1_001_000)]);
    expect(bars).toHaveLength(1_001);
    expect(begins).toEqual([0]);
  });

  it('makes the newest 1,000 of more silent intervals, and tells where it goes on', () => {
    const { series, bars, begins } = seriesWith([at(0, 7), at(5_000_500)]);
    expect(bars).toHaveLength(1_001);
    expect(bars[1]).toMatchObject({ startMs: 4_000_000, openUsd: 7, trades: 0 });
    expect(begins).toEqual([0, 4_000_000]);
    series.closeUntil(5_001_000);
    expect(bars.at(-1)).toMatchObject({ startMs: 5_000_000, trades: 1 });
  });

  it('holds bars that may lack trades for incomplete: those that start at or before the time up to which some may', () => {
    const { series, bars } = seriesWith([at(500), at(1_500)]);
    series.missTrades(3_000, 4_000);
    series.add(at(3_000));
    series.closeUntil(5_000);
    expect(starts(bars)).toEqual([0, 1_000, 2_000, 3_000, 4_000]);
    expect(completeness(bars)).toEqual([true, false, false, false, true]);
  });

  it('holds bars that close while trades are in doubt for incomplete', () => {
    const { series, bars } = seriesWith([at(500)]);
    series.doubt(true);
    series.closeUntil(1_000);
    series.doubt(false);
    series.closeUntil(2_000);
    expect(completeness(bars)).toEqual([false, true]);
  });

  it('starts at the newest 1,000 intervals of a history that spans more', () => {
    const { series, bars, begins } = seriesWith([]);
    series.missTrades(500, 2_000_500);
    expect([500, 999_999, 1_000_000, 1_001_200, 2_000_500].map((ms) => series.add(at(ms)))).toEqual([
      false,
      false,
      true,
      true,
      true,
    ]);
    expect(begins).toEqual([1_000_000]);
    expect(bars).toHaveLength(1_000);
    expect(bars.every(({ isComplete }) => isComplete)).toBe(true);
  });

  it('closes the open bar before it goes on with the newest of a long history', () => {
    const { series, bars, begins } = seriesWith([at(0)]);
    series.missTrades(5_000, 2_000_500);
    series.add(at(5_000));
    series.add(at(2_000_500));
    series.closeUntil(2_001_000);
    expect(bars.map(({ startMs, isComplete }) => [startMs, isComplete])).toEqual([
      [0, false],
      [2_000_000, true],
    ]);
    expect(begins).toEqual([0, 2_000_000]);
  });

  it('R21: gives the bars of the batch definition for any list of trades', () => {
    fc.assert(
      fc.property(anyTrades, fc.constantFrom(250, 1_000, 60_000), (trades, intervalMs) => {
        const { series, bars } = seriesWith([], intervalMs);
        for (const one of trades) expect(series.add(one)).toBe(true);
        const untilMs = (trades.at(-1)?.exchangeMs ?? 0) + intervalMs;
        series.closeUntil(untilMs);
        expect(bars).toEqual(batchTimeBars(trades, { type: 'time', intervalMs }, untilMs));
      }),
    );
  });

  it('R21: gives the same bars when time is told between the trades', () => {
    fc.assert(
      fc.property(anyTrades, fc.integer({ min: 1, max: 3_000 }), (trades, blockMs) => {
        const { series, bars } = seriesWith([]);
        let toldMs = trades[0]?.exchangeMs ?? 0;
        for (const one of trades) {
          for (; toldMs <= one.exchangeMs; toldMs = unixMs(toldMs + blockMs)) series.closeUntil(toldMs);
          series.add(one);
        }
        expect(bars).toEqual(
          batchTimeBars(trades, { type: 'time', intervalMs: INTERVAL_MS }, trades.at(-1)?.exchangeMs ?? 0),
        );
      }),
    );
  });
});
