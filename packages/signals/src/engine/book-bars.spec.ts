import { barClosed, bookUpdate, tradeFlow } from '@perpstream/testing';
import { unixMs, type Bar } from '@perpstream/core';
import { closedBarReaders, type BarOrigin } from './book-bars';

const book = (receivedMs: number, midUsd: number) =>
  bookUpdate({ receivedMs: unixMs(receivedMs), bids: [[midUsd - 1, 1]], asks: [[midUsd + 1, 3]] });

/** Bars of one second, closed by these books. */
function barsOf(books: readonly (readonly [receivedMs: number, midUsd: number])[], origin: BarOrigin = 'mid') {
  const read = closedBarReaders(origin, 1_000)();
  return books.flatMap(([receivedMs, midUsd]) => {
    const closed = read(book(receivedMs, midUsd));
    return closed === undefined ? [] : [{ ...closed }];
  });
}

const bar = (openUsd: number, highUsd: number, lowUsd: number, closeUsd: number) => ({
  openUsd,
  highUsd,
  lowUsd,
  closeUsd,
});

describe('closedBarReaders', () => {
  it('makes bars of books; the first one of a new second closes the last', () => {
    const whole = [[1_000, 10], [1_400, 14], [1_900, 8], [2_000, 9], [3_500, 9]] as const; // prettier-ignore
    expect(barsOf([[600, 11], ...whole])).toEqual([bar(11, 14, 8, 8), bar(8, 9, 8, 9)]);
  });

  it('makes none of the time before the first whole second', () => {
    expect(barsOf([[600, 10], [1_000, 11], [1_500, 12]])).toEqual([]); // prettier-ignore
  });

  it('makes none of a second without books', () => {
    expect(barsOf([[0, 10], [1_000, 11], [7_500, 12], [8_000, 13]])).toEqual([bar(10, 11, 10, 11), bar(11, 12, 11, 12)]); // prettier-ignore
  });

  it('takes a book from the past for one of now', () => {
    expect(barsOf([[0, 10], [1_000, 11], [300, 15], [2_000, 12]])).toEqual([bar(10, 15, 10, 15)]); // prettier-ignore
  });

  it('reads the micro price when told to', () => {
    expect(barsOf([[0, 10], [1_000, 20], [2_000, 20]], 'micro')).toEqual([bar(9.5, 19.5, 9.5, 19.5)]); // prettier-ignore
  });

  it('keeps markets apart', () => {
    const create = closedBarReaders('mid', 1_000);
    const [one, other] = [create(), create()];
    [0, 1_000].forEach((ms) => one(book(ms, 10)));
    expect(other(book(2_000, 99))).toBeUndefined();
    expect(one(book(2_000, 10))).toEqual(bar(10, 10, 10, 10));
  });

  it('passes on the bars of the stream when they are of trades', () => {
    const second: Bar = { ...barClosed().bar, spec: { type: 'time', intervalMs: 1_000 } };
    const read = closedBarReaders('trades', 1_000)();
    expect(read(barClosed({ bar: second }))).toBe(second);
    expect(read(barClosed())).toBeUndefined();
    expect(read(book(0, 10))).toBeUndefined();
  });

  it('passes over all that is no book', () => {
    expect(closedBarReaders('mid', 1_000)()(tradeFlow({ receivedMs: unixMs(5_000) }))).toBeUndefined();
  });

  it('refuses other prices and lengths', () => {
    expect(() => closedBarReaders('last' as 'mid', 1_000)).toThrow(
      new RangeError('barsOf must be one of trades, micro, mid, was last'),
    );
    expect(() => closedBarReaders('mid', 0)).toThrow(new RangeError('barMs must be a finite number > 0, was 0'));
    expect(() => closedBarReaders('trades', NaN)).toThrow(RangeError);
  });
});
