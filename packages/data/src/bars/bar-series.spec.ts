import fc from 'fast-check';
import { unixMs, type Bar, type Trade } from '@perpstream/core';
import { trade } from '../../fixtures/market-inputs';
import { BarSeries } from './bar-series';

const INTERVAL_MS = 1_000;

/** The definition, all trades at hand: one bar per interval from the first trade to the last, holes filled. */
function batchBars(trades: readonly Trade[], intervalMs: number): Bar[] {
  const startOf = ({ exchangeMs }: Trade): number => Math.floor(exchangeMs / intervalMs) * intervalMs;
  const first = trades[0];
  const last = trades.at(-1);
  if (first === undefined || last === undefined) return [];
  const bars: Bar[] = [];
  for (let startMs = startOf(first); startMs <= startOf(last); startMs += intervalMs) {
    const inside = trades.filter((candidate) => startOf(candidate) === startMs);
    const prices = inside.map(({ priceUsd }) => priceUsd);
    const carried = bars.at(-1)?.closeUsd ?? NaN;
    const sum = (of: (one: Trade) => number): number => inside.reduce((total, one) => total + of(one), 0);
    bars.push({
      spec: { type: 'time', intervalMs },
      source: 'trades',
      isComplete: true,
      startMs: unixMs(startMs),
      endMs: unixMs(startMs + intervalMs),
      openUsd: prices[0] ?? carried,
      highUsd: prices.length > 0 ? Math.max(...prices) : carried,
      lowUsd: prices.length > 0 ? Math.min(...prices) : carried,
      closeUsd: prices.at(-1) ?? carried,
      volumeBase: sum(({ sizeBase }) => sizeBase),
      volumeUsd: sum(({ sizeBase, priceUsd }) => sizeBase * priceUsd),
      buyBase: sum(({ sizeBase, side }) => (side === 'buy' ? sizeBase : 0)),
      trades: inside.length,
    });
  }
  return bars;
}

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

function seriesWith(trades: readonly Trade[]): { readonly series: BarSeries; readonly bars: Bar[] } {
  const series = new BarSeries(INTERVAL_MS);
  const bars: Bar[] = [];
  for (const one of trades) series.add(one, (bar) => bars.push(bar));
  return { series, bars };
}

const starts = (bars: readonly Bar[]): number[] => bars.map(({ startMs }) => startMs);

describe('BarSeries', () => {
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
  });

  it('fills silent intervals with bars that carry the close', () => {
    const { bars } = seriesWith([at(0, 10), at(500, 12), at(3_100, 9)]);
    expect(starts(bars)).toEqual([0, 1_000, 2_000]);
    expect(bars[2]).toMatchObject({ openUsd: 12, highUsd: 12, lowUsd: 12, closeUsd: 12, volumeBase: 0, trades: 0 });
  });

  it('starts a bar that was opened by time with its first trade', () => {
    const { series, bars } = seriesWith([at(0, 10)]);
    series.closeUntil(1_200, (bar) => bars.push(bar));
    series.add(at(1_300, 50), (bar) => bars.push(bar));
    series.closeUntil(2_000, (bar) => bars.push(bar));
    expect(bars[1]).toMatchObject({ startMs: 1_000, openUsd: 50, lowUsd: 50, highUsd: 50, trades: 1 });
  });

  it('has nothing to close before the first trade', () => {
    const { series, bars } = seriesWith([]);
    series.closeUntil(5_000, (bar) => bars.push(bar));
    expect(bars).toEqual([]);
  });

  it('refuses a trade of a closed bar and counts a late one of the open bar', () => {
    const { series, bars } = seriesWith([at(0), at(1_700)]);
    expect(series.add(at(999), () => undefined)).toBe(false);
    expect(series.add(at(1_100), () => undefined)).toBe(true);
    series.closeUntil(2_000, (bar) => bars.push(bar));
    expect(bars.map(({ trades }) => trades)).toEqual([1, 2]);
  });

  it('fills up to 1,000 silent intervals', () => {
    expect(seriesWith([at(0), at(1_001_000)]).bars).toHaveLength(1_001);
  });

  it('starts afresh after more, with the next trade, and keeps the closed ones closed', () => {
    const { series, bars } = seriesWith([at(0), at(1_002_000, 7)]);
    expect(starts(bars)).toEqual([0]);
    expect(series.add(at(1_001_999), () => undefined)).toBe(false);
    series.closeUntil(1_003_000, (bar) => bars.push(bar));
    expect(bars[1]).toMatchObject({ startMs: 1_002_000, openUsd: 7 });
  });

  it('waits for a trade when time alone jumped too far', () => {
    const { series, bars } = seriesWith([at(0)]);
    series.closeUntil(5_000_000, (bar) => bars.push(bar));
    series.closeUntil(6_000_000, (bar) => bars.push(bar));
    series.add(at(6_000_500), (bar) => bars.push(bar));
    series.closeUntil(6_001_000, (bar) => bars.push(bar));
    expect(starts(bars)).toEqual([0, 6_000_000]);
  });

  it('gives the bars of the batch definition for any list of trades', () => {
    fc.assert(
      fc.property(anyTrades, fc.constantFrom(250, 1_000, 60_000), (trades, intervalMs) => {
        const series = new BarSeries(intervalMs);
        const bars: Bar[] = [];
        for (const one of trades) expect(series.add(one, (bar) => bars.push(bar))).toBe(true);
        series.closeUntil((trades.at(-1)?.exchangeMs ?? 0) + intervalMs, (bar) => bars.push(bar));
        expect(bars).toEqual(batchBars(trades, intervalMs));
      }),
    );
  });

  it('gives the same bars when time is told between the trades', () => {
    fc.assert(
      fc.property(anyTrades, fc.integer({ min: 1, max: 3_000 }), (trades, blockMs) => {
        const series = new BarSeries(INTERVAL_MS);
        const bars: Bar[] = [];
        let toldMs = trades[0]?.exchangeMs ?? 0;
        for (const one of trades) {
          for (; toldMs <= one.exchangeMs; toldMs = unixMs(toldMs + blockMs))
            series.closeUntil(toldMs, (bar) => bars.push(bar));
          series.add(one, (bar) => bars.push(bar));
        }
        expect(bars).toEqual(batchBars(trades, INTERVAL_MS).slice(0, -1));
      }),
    );
  });
});
