import { bookLevels, type LevelInput } from '../../fixtures/market-inputs';
import { OrderBook } from './order-book';
import type { OrderBookOptions } from './order-book-options';

const auditLagMs = 3_000;

/** A book whose snapshot came at time 0. */
function bookOf(snapshot: string | readonly LevelInput[], options: OrderBookOptions = {}): OrderBook {
  const book = new OrderBook({ auditLagMs, ...options });
  book.applySnapshot(bookLevels(snapshot), 0);
  return book;
}

const rawText = (book: OrderBook, side: 'bids' | 'asks'): string =>
  book
    .rawLevels(side)
    .map(({ priceUsd, sizeBase }) => `${priceUsd} x ${sizeBase}`)
    .join(', ');

const both = (book: OrderBook): string => `${rawText(book, 'bids')} | ${rawText(book, 'asks')}`;

const healthy = 'bid 99 x 1, bid 98 x 2, bid 97 x 3, ask 101 x 3, ask 102 x 4';

describe('OrderBook.audit', () => {
  it('finds nothing wrong with a book that is right', () => {
    const book = bookOf(healthy);
    expect(book.audit(bookLevels(healthy), 3_000, 3_100)).toEqual({
      judgedLevels: 5,
      wrongLevels: 0,
      learnedLevels: 0,
      confirmedLevels: 0,
    });
    expect(both(book)).toBe('99 x 1, 98 x 2, 97 x 3 | 101 x 3, 102 x 4');
  });

  it.each<[what: string, stated: string, wrongLevels: number, corrected: string]>([
    [
      'a size',
      'bid 99 x 1, bid 98 x 7, bid 97 x 3, ask 101 x 3, ask 102 x 4',
      1,
      '99 x 1, 98 x 7, 97 x 3 | 101 x 3, 102 x 4',
    ],
    [
      'a level that is gone',
      'bid 99 x 1, bid 97 x 3, ask 101 x 3, ask 102 x 4',
      1,
      '99 x 1, 97 x 3 | 101 x 3, 102 x 4',
    ],
    ['the best level that is gone', 'bid 98 x 2, bid 97 x 3, ask 102 x 4', 2, '98 x 2, 97 x 3 | 102 x 4'],
    ['the last level that is gone', 'bid 99 x 1, bid 98 x 2, ask 101 x 3', 2, '99 x 1, 98 x 2 | 101 x 3'],
    [
      'missing levels at the top, between and at the end',
      `${healthy}, bid 99.5 x 8, bid 98.5 x 8, bid 96 x 8`,
      3,
      '99.5 x 8, 99 x 1, 98.5 x 8, 98 x 2, 97 x 3, 96 x 8 | 101 x 3, 102 x 4',
    ],
    ['a side that is empty', 'bid 99 x 1, bid 98 x 2, bid 97 x 3', 2, '99 x 1, 98 x 2, 97 x 3 | '],
    ['a level that is stated with size 0', `${healthy}, bid 98 x 0`, 0, '99 x 1, 98 x 2, 97 x 3 | 101 x 3, 102 x 4'],
  ])('corrects %s', (_, stated, wrongLevels, corrected) => {
    const book = bookOf(healthy);
    expect(book.audit(bookLevels(stated), 3_000, 3_100)).toMatchObject({ wrongLevels, learnedLevels: 0 });
    expect(both(book)).toBe(corrected);
  });

  it('names the wrong level that is off by the most USD', () => {
    const book = bookOf(healthy);
    const outcome = book.audit(bookLevels('bid 99 x 1.5, bid 98 x 2, ask 101 x 9, ask 102 x 4'), 3_000, 3_100);
    expect(outcome).toMatchObject({ judgedLevels: 5, wrongLevels: 3 });
    expect(outcome?.worst).toEqual({ side: 'ask', priceUsd: 101, heldBase: 3, statedBase: 9 });
  });

  it('judges a book from the lag after its snapshot on, to the millisecond', () => {
    expect(bookOf(healthy).audit(bookLevels(healthy), 2_999, 3_100)).toBeUndefined();
    expect(bookOf(healthy).audit(bookLevels(healthy), 3_000, 3_100)).toMatchObject({ judgedLevels: 5 });
    expect(bookOf(healthy, { auditLagMs: 0 }).audit(bookLevels(healthy), 0, 1)).toMatchObject({ judgedLevels: 5 });
  });

  it.each<[changedMs: number, isJudged: boolean]>([
    [6_999, true],
    [7_000, true],
    [7_001, false],
    [10_050, false],
  ])('judges a level that was set at %p by a question of 10,000: %p', (changedMs, isJudged) => {
    const book = bookOf(healthy);
    book.apply(bookLevels('bid 98 x 5'), changedMs);
    const outcome = book.audit(bookLevels(healthy), 10_000, 10_100);
    expect(outcome).toMatchObject({ judgedLevels: isJudged ? 5 : 4, wrongLevels: isJudged ? 1 : 0 });
    expect(rawText(book, 'bids')).toBe(`99 x 1, 98 x ${isJudged ? 2 : 5}, 97 x 3`);
  });

  it.each<[changedMs: number, isJudged: boolean]>([
    [7_000, true],
    [7_001, false],
  ])('judges a level that was deleted at %p by a question of 10,000: %p', (changedMs, isJudged) => {
    const book = bookOf(healthy);
    book.apply(bookLevels('bid 98 x 0, bid 96 x 0'), changedMs);
    const outcome = book.audit(bookLevels(`${healthy}, bid 96 x 1`), 10_000, 10_100);
    expect(outcome).toMatchObject({ wrongLevels: isJudged ? 2 : 0 });
    expect(rawText(book, 'bids')).toBe(isJudged ? '99 x 1, 98 x 2, 97 x 3, 96 x 1' : '99 x 1, 97 x 3');
  });

  it('does not judge missing levels once it has forgotten what was deleted, and judges the others', () => {
    const book = bookOf(healthy);
    book.apply(bookLevels('bid 98 x 0'), 8_000);
    for (let index = 0; index < 1_023; index += 1) book.apply(bookLevels('bid 1 x 0'), 8_000);
    const stated = bookLevels('bid 99 x 7, bid 98 x 2, bid 97 x 3, ask 101 x 3, ask 102 x 4');
    expect(book.audit(stated, 10_000, 10_100)).toMatchObject({ wrongLevels: 1 });
    expect(rawText(book, 'bids')).toBe('99 x 7, 97 x 3');
    book.apply(bookLevels('bid 1 x 0'), 10_200);
    expect(book.audit(bookLevels(`${healthy}, bid 98.5 x 1`), 10_300, 10_400)).toMatchObject({ judgedLevels: 3 });
    expect(rawText(book, 'bids')).toBe('99 x 7, 97 x 3');
    expect(book.audit(bookLevels(healthy), 14_000, 14_100)).toMatchObject({ wrongLevels: 2 });
    expect(rawText(book, 'bids')).toBe('99 x 1, 98 x 2, 97 x 3');
  });

  it('judges nothing once it has forgotten when the book was how old', () => {
    const book = bookOf(healthy);
    for (let ms = 0; ms < 60_000; ms += 50) book.apply(bookLevels('bid 99 x 1'), ms);
    expect(book.audit(bookLevels('bid 1 x 1'), 30_000, 60_000)).toBeUndefined();
    expect(book.audit(bookLevels(healthy), 60_000, 60_100)).toMatchObject({ judgedLevels: 4, wrongLevels: 0 });
  });

  it('refuses an answer with an impossible level', () => {
    const book = bookOf(healthy);
    expect(book.audit(bookLevels('bid 99 x 5, ask NaN x 1'), 10_000, 10_100)).toBeUndefined();
    expect(rawText(book, 'bids')).toBe('99 x 1, 98 x 2, 97 x 3');
  });

  describe('with the 100 levels a side that the exchange states at most', () => {
    const bids = (from: number, count: number, sizeBase = 1): LevelInput[] =>
      Array.from({ length: count }, (_, index) => ['bid', from - index, sizeBase] as const);
    const ask: LevelInput = ['ask', 2_000, 1];

    it('judges the best and the worst stated level, and finds both right', () => {
      const stated = bookLevels([...bids(1_000, 100), ask]);
      expect(bookOf([...bids(1_000, 100), ask]).audit(stated, 10_000, 10_100)).toEqual({
        judgedLevels: 101,
        wrongLevels: 0,
        learnedLevels: 0,
        confirmedLevels: 0,
      });
    });

    it('judges down to the worst stated level and no further', () => {
      const book = bookOf([...bids(1_000, 99), ask]);
      book.apply(bookLevels('bid 901 x 5, bid 900.5 x 5'), 0);
      const outcome = book.audit(bookLevels([...bids(1_000, 100), ask]), 10_000, 10_100);
      expect(outcome).toMatchObject({ judgedLevels: 101, wrongLevels: 1 });
      expect(book.rawLevels('bids').slice(-3)).toEqual([
        { priceUsd: 902, sizeBase: 1 },
        { priceUsd: 901, sizeBase: 1 },
        { priceUsd: 900.5, sizeBase: 5 },
      ]);
    });

    it('judges a side of 99 levels to its end', () => {
      const book = bookOf([...bids(1_000, 99), ask]);
      book.apply(bookLevels('bid 10 x 5'), 0);
      expect(book.audit(bookLevels([...bids(1_000, 99), ask]), 10_000, 10_100)).toMatchObject({ wrongLevels: 1 });
      expect(book.rawLevels('bids')).toHaveLength(99);
    });

    it('learns the levels that come into reach as the best ones go, and holds that against nobody', () => {
      const book = bookOf([...bids(1_000, 100), ask]);
      book.apply(bookLevels('bid 1000 x 0, bid 999 x 0'), 0);
      const outcome = book.audit(bookLevels([...bids(998, 100, 1), ask]), 10_000, 10_100);
      expect(outcome).toEqual({ judgedLevels: 99, wrongLevels: 0, learnedLevels: 2, confirmedLevels: 0 });
      expect(book.rawLevels('bids')).toHaveLength(100);
      const again = book.audit(bookLevels([...bids(998, 99), ['bid', 899.5, 1], ask]), 20_000, 20_100);
      expect(again).toMatchObject({ wrongLevels: 1, learnedLevels: 0, confirmedLevels: 0 });
    });

    it('knows a side from a snapshot of less than 100 levels to its end', () => {
      const book = bookOf([...bids(1_000, 99), ask]);
      expect(book.audit(bookLevels([...bids(1_000, 100), ask]), 10_000, 10_100)).toMatchObject({ wrongLevels: 1 });
    });

    it('learns again what was dropped for lack of room', () => {
      const book = bookOf('bid 99 x 1, bid 98 x 1, bid 97 x 1, ask 101 x 1', { maxLevelsPerSide: 2 });
      book.apply(bookLevels('bid 99 x 0'), 0);
      const outcome = book.audit(bookLevels('bid 98 x 1, bid 97 x 1, ask 101 x 1'), 10_000, 10_100);
      expect(outcome).toEqual({ judgedLevels: 2, wrongLevels: 0, learnedLevels: 1, confirmedLevels: 0 });
    });
  });

  describe('of a crossed book', () => {
    it('leaves levels that lose alone, since the exchange hides such levels too', () => {
      const book = bookOf(healthy);
      book.apply(bookLevels('bid 101.5 x 1'), 0);
      const stated = bookLevels('bid 101.5 x 1, bid 99 x 1, bid 98 x 2, bid 97 x 3, ask 102 x 4');
      expect(book.audit(stated, 10_000, 10_100)).toMatchObject({ judgedLevels: 5, wrongLevels: 0 });
      expect(rawText(book, 'asks')).toBe('101 x 3, 102 x 4');
    });

    it('judges what comes into view when the winner turns out to be wrong', () => {
      const book = bookOf(healthy);
      book.apply(bookLevels('ask 100.5 x 2, bid 101.5 x 1'), 0);
      const outcome = book.audit(bookLevels(healthy), 10_000, 10_100);
      expect(outcome).toEqual({
        judgedLevels: 7,
        wrongLevels: 2,
        learnedLevels: 0,
        confirmedLevels: 1,
        worst: { side: 'ask', priceUsd: 100.5, heldBase: 2, statedBase: 0 },
      });
      expect(both(book)).toBe('99 x 1, 98 x 2, 97 x 3 | 101 x 3, 102 x 4');
      expect(book.hiddenLevels).toBe(0);
    });

    it('shows a level that loses although it is stated, and what it beat stays hidden', () => {
      const book = bookOf('bid 100 x 1, bid 99 x 1, ask 103 x 1');
      // The deletion of this ask is lost; the bid at 99 is stated again and beats it, the one at 100 is not.
      book.apply(bookLevels('ask 98 x 1'), 0);
      book.apply(bookLevels('bid 99 x 2'), 0);
      expect([book.top?.bidPriceUsd, book.hiddenLevels]).toEqual([99, 2]);
      const outcome = book.audit(bookLevels('bid 100 x 1, bid 99 x 2, ask 103 x 1'), 10_000, 10_100);
      expect(outcome).toEqual({ judgedLevels: 3, wrongLevels: 0, learnedLevels: 0, confirmedLevels: 1 });
      expect([book.top?.bidPriceUsd, book.hiddenLevels, rawText(book, 'asks')]).toEqual([100, 1, '98 x 1, 103 x 1']);
    });

    it('does not let a level win by a confirmation against what may be newer than the answer', () => {
      const book = bookOf('bid 100 x 1, bid 99 x 1, ask 103 x 1');
      book.apply(bookLevels('ask 99.5 x 1'), 8_000);
      expect(book.audit(bookLevels('bid 100 x 1, bid 99 x 1, ask 103 x 1'), 10_000, 10_100)).toMatchObject({
        confirmedLevels: 1,
      });
      expect(book.top).toMatchObject({ bidPriceUsd: 99, askPriceUsd: 99.5 });
    });

    it('lets a correction lose against what the stream said since the question', () => {
      const book = bookOf(healthy);
      book.apply(bookLevels('bid 100 x 1'), 10_050);
      expect(book.audit(bookLevels(`${healthy}, ask 99.5 x 1`), 10_000, 10_100)).toMatchObject({ wrongLevels: 1 });
      expect(book.top).toMatchObject({ bidPriceUsd: 100, askPriceUsd: 101 });
    });

    it('lets a correction win against what the stream said before the question', () => {
      const book = bookOf(healthy);
      book.apply(bookLevels('bid 100 x 1'), 9_000);
      expect(book.audit(bookLevels(`${healthy}, ask 99.5 x 1`), 10_000, 10_100)).toMatchObject({ wrongLevels: 1 });
      expect(book.top).toMatchObject({ bidPriceUsd: 99, askPriceUsd: 99.5 });
    });

    it('judges every level with the policy none, which hides nobody', () => {
      const book = bookOf(healthy, { uncross: 'none' });
      book.apply(bookLevels('bid 101.5 x 1'), 0);
      expect([book.top, book.view.bids.count, book.hiddenLevels, book.isWithheld]).toEqual([undefined, 0, 0, true]);
      expect(book.audit(bookLevels(healthy), 10_000, 10_100)).toMatchObject({ judgedLevels: 6, wrongLevels: 1 });
      expect(book.top).toMatchObject({ bidPriceUsd: 99, askPriceUsd: 101 });
    });
  });

  it('does not judge a correction by an answer to an earlier question', () => {
    const book = bookOf(healthy);
    book.audit(bookLevels('bid 99 x 5, bid 97 x 3, ask 101 x 3, ask 102 x 4, ask 103 x 1'), 10_000, 10_100);
    expect(book.audit(bookLevels(healthy), 12_999, 13_000)).toMatchObject({ wrongLevels: 0 });
    expect(both(book)).toBe('99 x 5, 97 x 3 | 101 x 3, 102 x 4, 103 x 1');
  });

  it('corrects a correction of a book that has been silent since', () => {
    const book = bookOf(healthy);
    book.audit(bookLevels('bid 99 x 5, bid 97 x 3, ask 101 x 3, ask 102 x 4, ask 103 x 1'), 10_000, 10_100);
    expect(book.audit(bookLevels(healthy), 20_000, 20_100)).toMatchObject({ wrongLevels: 3 });
    expect(both(book)).toBe('99 x 1, 98 x 2, 97 x 3 | 101 x 3, 102 x 4');
  });
});
