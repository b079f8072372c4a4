import { from, NEVER, throwError, type Observable } from 'rxjs';
import { TestScheduler } from 'rxjs/testing';
import { EventScheduler, type BookUpdate, type MarketData } from '@perpstream/core';
import { block, BTC, collectFaults, ETH } from '@perpstream/testing';
import { bookChange, bookSnapshot, gap, oraclePrice } from '../../fixtures/market-inputs';
import { orderBooks } from './order-books';

function booksOf(inputs: readonly MarketData[], faults = collectFaults()): BookUpdate[] {
  const books: BookUpdate[] = [];
  from(inputs)
    .pipe(orderBooks({ scheduler: new EventScheduler(), faults }))
    .subscribe((book) => books.push(book));
  return books;
}

const bidPrices = (books: readonly BookUpdate[]): number[] => books.map(({ top }) => top.bidPriceUsd);

describe('orderBooks', () => {
  it('emits a book per snapshot and per change, with the event fields of the input', () => {
    const receivedMs = bookSnapshot().receivedMs;
    const books = booksOf([
      bookSnapshot(undefined, { cause: 7 }),
      bookChange('bid 100 x 3', { cause: 8 }),
      bookChange('bid 90 x 1', { cause: 9 }),
    ]);
    expect(books.map(({ cause }) => cause)).toEqual([7, 8, 9]);
    expect(books[1]).toMatchObject({
      kind: 'book',
      marketId: BTC,
      receivedMs,
      top: { bidPriceUsd: 100, bidSizeBase: 3, askPriceUsd: 101, askSizeBase: 1 },
      hiddenLevels: 0,
    });
  });

  it('is silent about changes before the first snapshot', () => {
    expect(booksOf([bookChange('bid 99 x 1, ask 101 x 1')])).toEqual([]);
  });

  it('is silent from a gap of the book to the next snapshot, and does not count what came between', () => {
    const books = booksOf([
      bookSnapshot(),
      gap('book'),
      bookChange('bid 100 x 1, ask 100.5 x 1'),
      bookSnapshot('bid 50 x 1, ask 60 x 1'),
      bookChange('bid 51 x 1'),
    ]);
    expect(bidPrices(books)).toEqual([99, 50, 51]);
  });

  it('empties views given out before a gap of the book', () => {
    const [book] = booksOf([bookSnapshot(), gap('book')]);
    expect([book?.view.bids.count, book?.view.asks.count]).toEqual([0, 0]);
  });

  it.each(['trades', 'candles', 'markets'] as const)('goes on through a gap of the %s', (channel) => {
    expect(bidPrices(booksOf([bookSnapshot(), gap(channel), bookChange('bid 100 x 1')]))).toEqual([99, 100]);
  });

  it('ignores inputs of other kinds', () => {
    expect(booksOf([oraclePrice(), block(), bookSnapshot()])).toHaveLength(1);
  });

  it('counts the hidden levels of a crossed snapshot and never publishes it crossed', () => {
    const books = booksOf([bookSnapshot('bid 102 x 1, bid 99 x 1, ask 101 x 5, ask 103 x 1')]);
    expect(books[0]).toMatchObject({ top: { bidPriceUsd: 99, askPriceUsd: 101 }, hiddenLevels: 1 });
  });

  it('publishes no one-sided book and reports each episode once', () => {
    const faults = collectFaults();
    const books = booksOf(
      [
        bookSnapshot('bid 99 x 1', { cause: 1 }),
        bookChange('bid 98 x 1', { cause: 2 }),
        bookChange('ask 101 x 1', { cause: 3 }),
        bookChange('bid 105 x 1', { cause: 4 }),
        bookChange('bid 106 x 1', { cause: 5 }),
        bookChange('bid 105 x 0, bid 106 x 0', { cause: 6 }),
      ],
      faults,
    );
    expect(books.map(({ cause }) => cause)).toEqual([3, 6]);
    expect(faults.faults).toMatchObject([
      { kind: 'one-sided-book', marketId: BTC, cause: 1 },
      { kind: 'one-sided-book', marketId: BTC, cause: 4 },
    ]);
    expect(faults.faults[1]?.message).toContain('3 bid and 0 ask levels left, 1 hidden as crossed');
  });

  it('refuses impossible levels with one fault per frame and applies the rest', () => {
    const faults = collectFaults();
    const books = booksOf([bookSnapshot(), bookChange('bid NaN x 1, ask 100 x -1, bid 99.5 x 2')], faults);
    expect(bidPrices(books)).toEqual([99, 99.5]);
    expect(faults.faults).toHaveLength(1);
    expect(faults.faults[0]).toMatchObject({ kind: 'malformed-frame', where: 'book of BTC-USD' });
    expect(faults.faults[0]?.message).toContain('2 of 3 levels refused');
  });

  it('keeps two interleaved markets apart', () => {
    const books = booksOf([
      bookSnapshot(),
      bookSnapshot('bid 10 x 1, ask 11 x 1', { marketId: ETH }),
      bookChange('bid 100 x 1'),
      gap('book'),
      bookChange('bid 10.5 x 1', { marketId: ETH }),
      bookChange('bid 100.5 x 1'),
    ]);
    expect(books.map(({ marketId, top }) => [marketId, top.bidPriceUsd])).toEqual([
      [BTC, 99],
      [ETH, 10],
      [BTC, 100],
      [ETH, 10.5],
    ]);
  });

  it('starts afresh with each subscription', () => {
    const operator = orderBooks({ scheduler: new EventScheduler(), faults: collectFaults() });
    const seen: number[] = [];
    from([bookSnapshot()]).pipe(operator).subscribe();
    from([bookChange('bid 100 x 1')])
      .pipe(operator)
      .subscribe(({ top }) => seen.push(top.bidPriceUsd));
    expect(seen).toEqual([]);
  });

  it('refuses options out of range when it is called', () => {
    expect(() => orderBooks({ scheduler: new EventScheduler(), faults: collectFaults(), maxLevelsPerSide: 0 })).toThrow(
      RangeError,
    );
  });

  it.each<[name: string, source$: Observable<MarketData>, expected: string]>([
    ['empty', from([]), '|'],
    ['never', NEVER, '-'],
    ['failing', throwError(() => new Error('over')), '#'],
  ])('follows an %s source', (_, source$, expected) => {
    new TestScheduler((actual, wanted) => expect(actual).toEqual(wanted)).run(({ expectObservable }) => {
      expectObservable(source$.pipe(orderBooks({ scheduler: new EventScheduler(), faults: collectFaults() }))).toBe(
        expected,
        {},
        new Error('over'),
      );
    });
  });
});
