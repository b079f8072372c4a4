import fc from 'fast-check';
import { unixMs, type Bar, type Side, type Trade } from '@perpstream/core';
import { batchThresholdBars } from '../../fixtures/batch-bars';
import { trade } from '../../fixtures/market-inputs';
import type { ThresholdSpec } from './bar-specs';
import { ThresholdBars } from './threshold-bars';

function seriesOf(spec: ThresholdSpec): { readonly series: ThresholdBars; readonly bars: Bar[] } {
  const bars: Bar[] = [];
  return { series: new ThresholdBars(spec, (bar) => bars.push(bar)), bars };
}

/** Bars of trades given as side, size and price, one per second. */
function barsOf(spec: ThresholdSpec, ...rows: readonly [Side, number, number][]): Bar[] {
  const { series, bars } = seriesOf(spec);
  rows.forEach(([side, sizeBase, priceUsd], index) =>
    series.add(trade({ side, sizeBase, priceUsd, exchangeMs: unixMs(1_000 * (index + 1)) })),
  );
  return bars;
}

const tradesOf = (bars: readonly Bar[]): number[] => bars.map(({ trades }) => trades);
const anyTrade = fc
  .record({
    side: fc.constantFrom('buy' as const, 'sell' as const),
    priceUsd: fc.integer({ min: 1, max: 50 }),
    sizeBase: fc.integer({ min: 1, max: 9 }),
    exchangeMs: fc.integer({ min: 0, max: 20 }).map(unixMs),
  })
  .map(trade);
const anyTrades = fc
  .array(anyTrade, { maxLength: 60 })
  .map((list): Trade[] => list.sort((a, b) => a.exchangeMs - b.exchangeMs));
const anySpec: fc.Arbitrary<ThresholdSpec> = fc.oneof(
  fc.integer({ min: 1, max: 9 }).map((trades) => ({ type: 'tick' as const, trades })),
  fc.integer({ min: 1, max: 40 }).map((base) => ({ type: 'volume' as const, base })),
  fc.integer({ min: 1, max: 900 }).map((usd) => ({ type: 'dollar' as const, usd })),
  fc.integer({ min: 1, max: 900 }).map((usd) => ({ type: 'imbalance' as const, usd })),
);

describe('ThresholdBars', () => {
  it('closes a tick bar with its last trade', () => {
    expect(barsOf({ type: 'tick', trades: 2 }, ['buy', 1, 10], ['sell', 2, 12], ['buy', 3, 11])).toEqual([
      {
        spec: { type: 'tick', trades: 2 },
        source: 'trades',
        isComplete: true,
        startMs: 1_000,
        endMs: 2_001,
        openUsd: 10,
        highUsd: 12,
        lowUsd: 10,
        closeUsd: 12,
        volumeBase: 3,
        volumeUsd: 34,
        buyBase: 1,
        trades: 2,
      },
    ]);
  });

  it.each<[name: string, spec: ThresholdSpec, rows: [Side, number, number][], trades: number[]]>([
    [
      'volume at the bound',
      { type: 'volume', base: 3 },
      [
        ['buy', 1, 9],
        ['sell', 2, 9],
        ['buy', 3, 9],
      ],
      [2, 1],
    ],
    [
      'volume beyond it, the rest is not carried over',
      { type: 'volume', base: 3 },
      [
        ['buy', 7, 9],
        ['buy', 2, 9],
      ],
      [1],
    ],
    [
      'volume in decimals that add up to less',
      { type: 'volume', base: 1 },
      [
        ['buy', 0.7, 9],
        ['buy', 0.1, 9],
        ['buy', 0.2, 9],
      ],
      [3],
    ],
    [
      'dollars at the bound',
      { type: 'dollar', usd: 30 },
      [
        ['buy', 1, 10],
        ['sell', 2, 10],
        ['buy', 2, 10],
      ],
      [2],
    ],
    [
      'dollars by price, not by size',
      { type: 'dollar', usd: 30 },
      [
        ['buy', 1, 29],
        ['buy', 1, 1],
        ['buy', 1, 31],
      ],
      [2, 1],
    ],
    [
      'imbalance of buying',
      { type: 'imbalance', usd: 20 },
      [
        ['buy', 1, 15],
        ['sell', 1, 10],
        ['buy', 1, 15],
      ],
      [3],
    ],
    [
      'imbalance of selling',
      { type: 'imbalance', usd: 20 },
      [
        ['sell', 1, 15],
        ['sell', 1, 15],
      ],
      [2],
    ],
    [
      'no imbalance while both sides are even',
      { type: 'imbalance', usd: 20 },
      [
        ['buy', 1, 19],
        ['sell', 1, 19],
        ['buy', 1, 19],
      ],
      [],
    ],
  ])('closes bars of %s', (_, spec, rows, trades) => {
    expect(tradesOf(barsOf(spec, ...rows))).toEqual(trades);
  });

  it('gives a large trade one bar, whole', () => {
    expect(barsOf({ type: 'dollar', usd: 10 }, ['buy', 5, 100])).toMatchObject([{ volumeUsd: 500, trades: 1 }]);
  });

  it('keeps bars of one block in order at the same time', () => {
    const { series, bars } = seriesOf({ type: 'tick', trades: 1 });
    for (const priceUsd of [10, 11]) series.add(trade({ priceUsd, exchangeMs: unixMs(5) }));
    expect(bars.map(({ startMs, endMs, closeUsd }) => [startMs, endMs, closeUsd])).toEqual([
      [5, 6, 10],
      [5, 6, 11],
    ]);
  });

  it('counts a late trade when it comes, without going back in time', () => {
    const { series, bars } = seriesOf({ type: 'tick', trades: 1 });
    for (const ms of [5, 2, 6]) expect(series.add(trade({ exchangeMs: unixMs(ms) }))).toBe(true);
    expect(bars.map(({ startMs }) => startMs)).toEqual([5, 5, 6]);
  });

  it('holds the open bar for incomplete when trades may be missing, and the next for complete', () => {
    const { series, bars } = seriesOf({ type: 'tick', trades: 2 });
    series.add(trade());
    series.missTrades();
    for (let index = 0; index < 3; index += 1) series.add(trade());
    expect(bars.map(({ isComplete }) => isComplete)).toEqual([false, true]);
  });

  it('has nothing incomplete when trades are missing between two bars', () => {
    const { series, bars } = seriesOf({ type: 'tick', trades: 1 });
    series.missTrades();
    series.add(trade());
    expect(bars).toMatchObject([{ isComplete: true }]);
  });

  it('keeps in mind what a bar lacked when more goes missing', () => {
    const { series, bars } = seriesOf({ type: 'tick', trades: 3 });
    for (let index = 0; index < 3; index += 1) {
      series.add(trade());
      series.missTrades();
    }
    expect(bars).toMatchObject([{ isComplete: false }]);
  });

  it('holds a bar that closes while trades are in doubt for incomplete', () => {
    const { series, bars } = seriesOf({ type: 'tick', trades: 1 });
    series.doubt(true);
    series.add(trade());
    series.doubt(false);
    series.add(trade());
    expect(bars.map(({ isComplete }) => isComplete)).toEqual([false, true]);
  });

  it('R21: gives the bars of the batch definition for any trades and any bound', () => {
    fc.assert(
      fc.property(anyTrades, anySpec, (trades, spec) => {
        const { series, bars } = seriesOf(spec);
        for (const one of trades) series.add(one);
        expect(bars).toEqual(batchThresholdBars(trades, spec));
      }),
    );
  });
});
