import { barClosed, bookUpdate } from '@perpstream/testing';
import { unixMs, type Bar } from '@perpstream/core';
import { defaultStretch, priceReader, type PriceSource } from './price-source';

const book = bookUpdate({ bids: [[99, 3]], asks: [[101, 1]] });
const minute: Bar = { ...barClosed().bar, spec: { type: 'time', intervalMs: 60_000 }, closeUsd: 123 };

describe('priceReader', () => {
  it('reads the mid', () => {
    expect(priceReader('mid')(book)).toBe(100);
  });

  it('reads the micro price, which a large bid pulls toward the ask', () => {
    expect(priceReader('micro')(book)).toBe(100.5);
  });

  it('reads the close of a time bar of its length alone', () => {
    const closeOf = priceReader({ barMs: 60_000 });
    expect(closeOf(barClosed({ bar: minute, receivedMs: unixMs(1) }))).toBe(123);
    expect(closeOf(barClosed({ bar: { ...minute, spec: { type: 'time', intervalMs: 5_000 } } }))).toBeUndefined();
    expect(closeOf(barClosed({ bar: { ...minute, spec: { type: 'tick', trades: 60_000 } } }))).toBeUndefined();
    expect(closeOf(book)).toBeUndefined();
  });

  it('reads no price of a book out of a bar', () => {
    expect(priceReader('mid')(barClosed({ bar: minute }))).toBeUndefined();
  });

  it.each(['last', 'toString', { barMs: 0 }, { barMs: NaN }])('refuses %p', (price) => {
    expect(() => priceReader(price as PriceSource)).toThrow(RangeError);
  });
});

describe('defaultStretch', () => {
  it('leaves times alone for books', () => {
    expect([defaultStretch('micro'), defaultStretch('mid')]).toEqual([1, 1]);
  });

  it('makes a bar of 5 s, however long the bars are', () => {
    expect([1_000, 5_000, 3_600_000].map((barMs) => 5_000 * defaultStretch({ barMs }))).toEqual([
      1_000, 5_000, 3_600_000,
    ]);
  });
});
