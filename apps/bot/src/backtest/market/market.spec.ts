import { marketId, stepSizeBase, tickSizeUsd, toSubticks, type BookLevels } from '@perpstream/core';
import fc from 'fast-check';
import { type SourceCandle } from '../sources/source-candle';
import { AssumedBook } from './assumed-book';
import { LongerCandles } from './longer-candles';
import { pricesBetween } from './price-path';
import { rulesFromPrice } from './rules-from-price';
import { TrailingMedian } from './trailing-median';
import { TrailingSum } from './trailing-sum';

const BTC = marketId('BTC-USD');
const MARGINS = { initialMarginFraction: 0.05, maintenanceMarginFraction: 0.03 };
const price = fc.double({ min: 1e-7, max: 1e7, noNaN: true });
const rulesAt = (priceUsd: number) => rulesFromPrice(BTC, 0, priceUsd, MARGINS);

function candle(prices: readonly [number, number, number, number], startMs = 0, volumeBase = 1): SourceCandle {
  const [openUsd, highUsd, lowUsd, closeUsd] = prices;
  return { startMs, openUsd, highUsd, lowUsd, closeUsd, volumeBase, openInterestBase: NaN };
}

/** Best level first. */
function sidesOf({ count, isBid, pricesUsd, sizesBase }: BookLevels) {
  const levels = Array.from({ length: count }, (_, index) => ({
    isBid: isBid[index] === 1,
    priceUsd: pricesUsd[index]!,
    sizeBase: sizesBase[index]!,
  }));
  const bids = levels.filter(({ isBid }) => isBid).sort((a, b) => b.priceUsd - a.priceUsd);
  const asks = levels.filter(({ isBid }) => !isBid).sort((a, b) => a.priceUsd - b.priceUsd);
  return { bids, asks };
}

describe('rulesFromPrice', () => {
  it.each([
    [95_505.4, 0.1, 0.00001],
    [3_400, 0.01, 0.0001],
    [1, 0.00001, 0.1],
    [0.0157, 0.0000001, 10],
  ])('gives %p a tick of %p and a step of %p', (priceUsd, tickUsd, stepBase) => {
    expect(tickSizeUsd(rulesAt(priceUsd))).toBe(tickUsd);
    expect(stepSizeBase(rulesAt(priceUsd))).toBe(stepBase);
  });

  it('makes a tick of at most 0.1 bps and a step of 0.1 to 1 USD at every price', () => {
    fc.assert(
      fc.property(price, (priceUsd) => {
        const rules = rulesAt(priceUsd);
        expect(tickSizeUsd(rules) / priceUsd).toBeLessThanOrEqual(1.0001e-5);
        expect(stepSizeBase(rules) * priceUsd).toBeGreaterThanOrEqual(0.0999);
        expect(stepSizeBase(rules) * priceUsd).toBeLessThanOrEqual(1.0001);
      }),
    );
  });
});

describe('pricesBetween', () => {
  it.each<[name: string, prices: [number, number, number, number], between: number[]]>([
    ['the high first when it is nearer to the open', [100, 101, 95, 96], [101, 95]],
    ['the low first when it is nearer', [100, 105, 99, 104], [99, 105]],
    ['the low first of a rise with equal shadows', [100, 102, 98, 101], [98, 102]],
    ['the high first of a fall with equal shadows', [100, 102, 98, 99], [102, 98]],
  ])('visits %s', (_, prices, between) => {
    expect(pricesBetween(candle(prices), 'ohlc')).toEqual(between);
    expect(pricesBetween(candle(prices), 'close')).toEqual([]);
  });
});

describe('TrailingMedian', () => {
  it('is the median of the newest values, by definition', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(20)), fc.integer({ min: 1, max: 9 }), (values, window) => {
        const median = new TrailingMedian(window);
        expect(median.value).toBeUndefined();
        values.forEach((value, index) => {
          median.add(value);
          const sorted = values.slice(Math.max(0, index + 1 - window), index + 1).sort((a, b) => a - b);
          expect(median.value).toBe(sorted[Math.floor((sorted.length - 1) / 2)]);
        });
      }),
    );
  });
});

describe('TrailingSum', () => {
  it('is the sum of what lies within the window, by definition', () => {
    const steps = fc.array(fc.tuple(fc.integer({ min: 1, max: 30 }), fc.nat(100)), { maxLength: 60 });
    fc.assert(
      fc.property(steps, (given) => {
        const sum = new TrailingSum(50);
        let atMs = 0;
        const added: [number, number][] = [];
        for (const [stepMs, value] of given) {
          atMs += stepMs;
          sum.add(atMs, value);
          added.push([atMs, value]);
          const within = added.filter(([time]) => time > atMs - 50);
          expect(sum.value).toBe(within.reduce((total, [, part]) => total + part, 0));
        }
      }),
    );
  });
});

describe('AssumedBook', () => {
  it('stands at half a spread from the price, and at as much more with every level', () => {
    const { bids, asks } = sidesOf(new AssumedBook(rulesAt(100), 20).around(100, 10_000));
    expect(asks.map(({ priceUsd }) => priceUsd)).toEqual([
      100.1, 100.2, 100.3, 100.4, 100.5, 100.6, 100.7, 100.8, 100.9, 101,
    ]);
    expect(bids.map(({ priceUsd }) => priceUsd)).toEqual([99.9, 99.8, 99.7, 99.6, 99.5, 99.4, 99.3, 99.2, 99.1, 99]);
    expect(new Set([...bids, ...asks].map(({ sizeBase }) => sizeBase))).toEqual(new Set([10]));
  });

  it('has its best bid at the price and the ask a tick above where there is no spread', () => {
    const { bids, asks } = sidesOf(new AssumedBook(rulesAt(100), 0).around(100, 10_000));
    expect([bids[1]?.priceUsd, bids[0]?.priceUsd, asks[0]?.priceUsd]).toEqual([99.999, 100, 100.001]);
  });

  it('has one step on each level where nothing is known of the volume', () => {
    const { asks } = sidesOf(new AssumedBook(rulesAt(100), 20).around(100, 0));
    expect(asks[0]?.sizeBase).toBe(stepSizeBase(rulesAt(100)));
  });

  it('is never crossed, keeps ten levels a side, and is on the grid to the last digit, at any price and spread', () => {
    const spread = fc.constantFrom(0, 0.001, 0.1, 2, 50);
    fc.assert(
      fc.property(price, fc.double({ min: 0.2, max: 5, noNaN: true }), spread, (firstUsd, factor, spreadBps) => {
        const rules = rulesAt(firstUsd);
        const priceUsd = firstUsd * factor;
        const { bids, asks } = sidesOf(new AssumedBook(rules, spreadBps).around(priceUsd, 1_000));
        expect(new Set(bids.map(({ priceUsd: level }) => level)).size).toBe(10);
        expect(new Set(asks.map(({ priceUsd: level }) => level)).size).toBe(10);
        expect(bids[0]!.priceUsd).toBeLessThan(asks[0]!.priceUsd);
        expect(bids[0]!.priceUsd).toBeLessThanOrEqual(priceUsd * (1 + 1e-12));
        expect(asks[0]!.priceUsd).toBeGreaterThanOrEqual(priceUsd * (1 - 1e-12));
        for (const { priceUsd: level } of [...bids, ...asks]) expect(toSubticks(level, rules, 'exact').ok).toBe(true);
      }),
    );
  });
});

describe('LongerCandles', () => {
  const MINUTE_MS = 60_000;
  const add = (candles: LongerCandles, minute: number, prices: readonly [number, number, number, number]) =>
    candles.add(candle(prices, minute * MINUTE_MS, 2), (minute + 1) * MINUTE_MS);

  it('states each candle and the begin of the next one, of its own length', () => {
    const minutes = new LongerCandles('1MIN', MINUTE_MS);
    expect(add(minutes, 3, [10, 12, 8, 11])).toMatchObject([
      {
        startedMs: 180_000,
        openUsd: 10,
        highUsd: 12,
        lowUsd: 8,
        closeUsd: 11,
        volumeBase: 2,
        volumeUsd: 20.5,
        trades: 1,
      },
      { startedMs: 240_000, openUsd: 11, highUsd: 11, lowUsd: 11, closeUsd: 11, volumeBase: 0 },
    ]);
  });

  it('puts longer ones together, and says nothing before they are over', () => {
    const fives = new LongerCandles('5MINS', 5 * MINUTE_MS);
    for (const minute of [5, 6, 7, 8]) expect(add(fives, minute, [10, 12, 8, 11])).toEqual([]);
    expect(add(fives, 9, [11, 20, 7, 9])).toMatchObject([
      { startedMs: 300_000, resolution: '5MINS', openUsd: 10, highUsd: 20, lowUsd: 7, closeUsd: 9, volumeBase: 10 },
      { startedMs: 600_000, closeUsd: 9, volumeBase: 0 },
    ]);
  });

  it('begins in the middle and after holes with what there is', () => {
    const fives = new LongerCandles('5MINS', 5 * MINUTE_MS);
    expect(add(fives, 7, [10, 12, 8, 11])).toEqual([]);
    expect(add(fives, 11, [20, 21, 19, 20])).toMatchObject([{ startedMs: 300_000, openUsd: 10, closeUsd: 11 }]);
    expect(add(fives, 14, [20, 25, 19, 20])).toMatchObject([
      { startedMs: 600_000, openUsd: 20, highUsd: 25 },
      { startedMs: 900_000 },
    ]);
  });
});
