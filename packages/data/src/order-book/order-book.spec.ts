import { type BookSide } from '@perpstream/core';
import { bookLevels } from '../../fixtures/market-inputs';
import { OrderBook } from './order-book';

function bookOf(snapshot: string, changes?: string): OrderBook {
  const book = new OrderBook();
  book.applySnapshot(bookLevels(snapshot));
  if (changes !== undefined) book.apply(bookLevels(changes));
  return book;
}

function text(side: BookSide): string {
  return Array.from({ length: side.count }, (_, depth) => `${side.priceUsd(depth)} x ${side.sizeBase(depth)}`).join(
    ', ',
  );
}

const rawText = (book: OrderBook, side: 'bids' | 'asks'): string =>
  book
    .rawLevels(side)
    .map(({ priceUsd, sizeBase }) => `${priceUsd} x ${sizeBase}`)
    .join(', ');

describe('OrderBook', () => {
  const healthy = 'bid 99 x 1, bid 98 x 2, ask 101 x 3, ask 102 x 4';

  it('shows best bid and ask and counts levels from the best', () => {
    const book = bookOf(healthy);
    expect(book.top).toEqual({ bidPriceUsd: 99, bidSizeBase: 1, askPriceUsd: 101, askSizeBase: 3 });
    expect(text(book.view.bids)).toBe('99 x 1, 98 x 2');
    expect(text(book.view.asks)).toBe('101 x 3, 102 x 4');
    expect(book.hiddenLevels).toBe(0);
  });

  it.each<[name: string, change: string, bids: string, asks: string]>([
    ['sets an absolute size', 'bid 99 x 5', '99 x 5, 98 x 2', '101 x 3, 102 x 4'],
    ['inserts at the top', 'bid 100 x 5', '100 x 5, 99 x 1, 98 x 2', '101 x 3, 102 x 4'],
    ['inserts at the bottom', 'ask 200 x 5', '99 x 1, 98 x 2', '101 x 3, 102 x 4, 200 x 5'],
    ['inserts between', 'ask 101.5 x 5', '99 x 1, 98 x 2', '101 x 3, 101.5 x 5, 102 x 4'],
    ['deletes the best level', 'ask 101 x 0', '99 x 1, 98 x 2', '102 x 4'],
    ['deletes the last level', 'ask 102 x 0', '99 x 1, 98 x 2', '101 x 3'],
    ['ignores the deletion of an unknown level', 'ask 101.5 x 0', '99 x 1, 98 x 2', '101 x 3, 102 x 4'],
    ['takes the last of two statements', 'bid 99 x 5, bid 99 x 6', '99 x 6, 98 x 2', '101 x 3, 102 x 4'],
  ])('%s', (_, change, bids, asks) => {
    const { view } = bookOf(healthy, change);
    expect(text(view.bids)).toBe(bids);
    expect(text(view.asks)).toBe(asks);
  });

  it.each<[name: string, snapshot: string, changes: string, bidUsd: number, askUsd: number, hidden: number]>([
    ['the older ask under a new bid', 'bid 99 x 1, ask 101 x 1, ask 103 x 1', 'bid 102 x 1', 102, 103, 1],
    ['the older bid over a new ask', 'bid 99 x 1, bid 97 x 1, ask 101 x 1', 'ask 98 x 1', 97, 98, 1],
    ['the older level when locked', 'bid 99 x 1, ask 101 x 1, ask 102 x 1', 'bid 101 x 1', 101, 102, 1],
    ['the level not restated', 'bid 99 x 1, ask 101 x 1, ask 102 x 1', 'bid 101 x 1, ask 101 x 1', 99, 101, 1],
    ['the older however large', 'bid 99 x 9, ask 101 x 9, ask 102 x 9, ask 104 x 9', 'bid 103 x 1', 103, 104, 2],
    [
      'levels of both sides when ages alternate',
      'bid 100 x 1, ask 105 x 1',
      'bid 103 x 1, ask 101 x 1, bid 104 x 1, ask 102 x 1',
      100,
      102,
      3,
    ],
  ])('hides %s', (_, snapshot, changes, bidPriceUsd, askPriceUsd, hidden) => {
    const book = bookOf(snapshot, changes);
    expect(book.top).toMatchObject({ bidPriceUsd, askPriceUsd });
    expect(book.hiddenLevels).toBe(hidden);
  });

  it.each<[name: string, snapshot: string, bidUsd: number, askUsd: number]>([
    ['the smaller bid', 'bid 2 x 5, bid 1 x 9, ask 1.5 x 7, ask 3 x 1', 1, 1.5],
    ['the smaller ask', 'bid 2 x 7, bid 1 x 9, ask 1.5 x 5, ask 3 x 1', 2, 3],
    ['the bid when both are equal', 'bid 2 x 5, bid 1 x 9, ask 2 x 5, ask 3 x 1', 1, 2],
  ])('hides, inside one snapshot, %s', (_, snapshot, bidPriceUsd, askPriceUsd) => {
    const book = bookOf(snapshot);
    expect(book.top).toMatchObject({ bidPriceUsd, askPriceUsd });
    expect(book.hiddenLevels).toBe(1);
  });

  it('shows a hidden level again once what it crossed is gone', () => {
    const book = bookOf(healthy, 'bid 101.5 x 1');
    expect(book.top).toMatchObject({ bidPriceUsd: 101.5, askPriceUsd: 102 });
    book.apply(bookLevels('bid 101.5 x 0'));
    expect(book.top).toMatchObject({ bidPriceUsd: 99, askPriceUsd: 101, askSizeBase: 3 });
    expect(book.hiddenLevels).toBe(0);
  });

  it('keeps crossed levels among the raw ones', () => {
    const book = bookOf(healthy, 'bid 101.5 x 1');
    expect(rawText(book, 'bids')).toBe('101.5 x 1, 99 x 1, 98 x 2');
    expect(rawText(book, 'asks')).toBe('101 x 3, 102 x 4');
  });

  it('has no top while a side is empty', () => {
    expect(new OrderBook().top).toBeUndefined();
    expect(bookOf('bid 99 x 1').top).toBeUndefined();
    const everyAskHidden = bookOf(healthy, 'bid 500 x 1');
    expect(everyAskHidden.top).toBeUndefined();
    expect(everyAskHidden.view.asks.count).toBe(0);
  });

  it('forgets everything with a snapshot and with clear', () => {
    const book = bookOf(healthy, 'bid 101.5 x 1');
    const { view } = book;
    book.applySnapshot(bookLevels('bid 10 x 1, ask 11 x 1'));
    expect(rawText(book, 'bids')).toBe('10 x 1');
    expect(book.hiddenLevels).toBe(0);
    book.clear();
    expect([view.bids.count, view.asks.count, rawText(book, 'asks')]).toEqual([0, 0, '']);
  });

  it('gives out a view that reads through and a top that does not', () => {
    const book = bookOf(healthy);
    const { view, top } = book;
    book.apply(bookLevels('bid 99 x 7'));
    expect(view.bids.sizeBase(0)).toBe(7);
    expect(top?.bidSizeBase).toBe(1);
  });

  it('gives out one top as long as the best levels stay as they are', () => {
    const book = bookOf(healthy);
    const { top } = book;
    book.apply(bookLevels('bid 97 x 7'));
    expect(book.top).toBe(top);
    book.apply(bookLevels('bid 99 x 7'));
    expect(book.top).toEqual({ ...top, bidSizeBase: 7 });
  });

  it.each([-1, 2, 0.5, NaN])('refuses to read depth %p of two levels', (depth) => {
    const { bids } = bookOf(healthy).view;
    expect(() => bids.priceUsd(depth)).toThrow(RangeError);
    expect(() => bids.sizeBase(depth)).toThrow('depth must be a whole number in 0..1');
  });

  it.each([
    'bid NaN x 1',
    'bid 0 x 1',
    'ask -1 x 1',
    'bid Infinity x 1',
    'bid 98.5 x NaN',
    'ask 101.5 x -1',
    'ask 101.5 x Infinity',
  ])('refuses %s and applies the other levels', (level) => {
    const book = bookOf(healthy);
    expect(book.apply(bookLevels(`bid 99 x 8, ${level}, ask 101 x 9`))).toBe(1);
    expect(text(book.view.bids)).toBe('99 x 8, 98 x 2');
    expect(text(book.view.asks)).toBe('101 x 9, 102 x 4');
  });

  it('refuses levels that are announced but not there', () => {
    expect(new OrderBook().applySnapshot({ ...bookLevels('bid 99 x 1'), count: 3 })).toBe(2);
  });

  it('keeps at most maxLevelsPerSide levels and drops the farthest', () => {
    const book = new OrderBook({ maxLevelsPerSide: 2 });
    book.applySnapshot(bookLevels(healthy));
    book.apply(bookLevels('bid 97 x 1, bid 100 x 1, ask 103 x 1, ask 100.5 x 1'));
    expect(rawText(book, 'bids')).toBe('100 x 1, 99 x 1');
    expect(rawText(book, 'asks')).toBe('100.5 x 1, 101 x 3');
  });

  it.each([0, -1, 1.5, NaN, Infinity])('refuses maxLevelsPerSide %p', (maxLevelsPerSide) => {
    const create = (): OrderBook => new OrderBook({ maxLevelsPerSide });
    expect(create).toThrow(RangeError);
    expect(create).toThrow(`maxLevelsPerSide must be an integer >= 1, was ${maxLevelsPerSide}`);
  });
});
