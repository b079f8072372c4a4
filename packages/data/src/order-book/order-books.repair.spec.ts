import { Subject } from 'rxjs';
import { EventScheduler, unixMs, type BookUpdate, type MarketData, type UncrossPolicyName } from '@perpstream/core';
import { BTC, collectFaults, ETH, type CollectedFaults } from '@perpstream/testing';
import { bookAudit, bookChange, bookSnapshot, doubt, gap } from '../../fixtures/market-inputs';
import type { OrderBookOptions } from './order-book-options';
import { orderBooks } from './order-books';

type Keeping = {
  readonly scheduler: EventScheduler;
  readonly books: BookUpdate[];
  readonly faults: CollectedFaults;
  /** Lets time pass, then delivers an input made for that time. */
  readonly at: (ms: number, input?: MarketData) => void;
  readonly stop: () => void;
};

function keeping(options: OrderBookOptions = {}): Keeping {
  const scheduler = new EventScheduler();
  const faults = collectFaults();
  const input$ = new Subject<MarketData>();
  const books: BookUpdate[] = [];
  const running = input$.pipe(orderBooks({ scheduler, faults, ...options })).subscribe((book) => books.push(book));
  const at = (ms: number, input?: MarketData): void => {
    scheduler.advanceTo(unixMs(ms));
    if (input !== undefined) input$.next({ ...input, receivedMs: unixMs(ms), cause: ms });
  };
  return { scheduler, books, faults, at, stop: () => running.unsubscribe() };
}

const snapshot = bookSnapshot('bid 99 x 1, bid 98 x 1, ask 101 x 5, ask 103 x 1');
const tops = (books: readonly BookUpdate[]): string[] =>
  books.map(({ receivedMs, top, hiddenLevels }) => {
    const hidden = hiddenLevels === 0 ? '' : `, ${hiddenLevels} hidden`;
    return `${receivedMs}: ${top.bidPriceUsd} x ${top.bidSizeBase} / ${top.askPriceUsd} x ${top.askSizeBase}${hidden}`;
  });

describe('orderBooks with a policy', () => {
  it.each<[policy: UncrossPolicyName, top: string[]]>([
    ['age', ['1: 102 x 1 / 103 x 1, 1 hidden']],
    ['size', ['1: 99 x 1 / 101 x 5, 1 hidden']],
    ['documentation', ['1: 102 x 1 / 103 x 1, 1 hidden']],
    ['subtract', ['1: 99 x 1 / 101 x 4, 1 hidden']],
    ['none', []],
  ])('R18: uncrosses by %s and names it in every book', (uncross, expected) => {
    const { books, faults, at } = keeping({ uncross });
    at(0, snapshot);
    at(1, bookChange('bid 102 x 1'));
    expect(tops(books).slice(1)).toEqual(expected);
    expect(new Set(books.map(({ policy }) => policy))).toEqual(new Set([uncross]));
    expect(faults.faults).toEqual([]);
  });

  it('keeps the view of a subtracted book in step with its top', () => {
    const { books, at } = keeping({ uncross: 'subtract' });
    at(0, snapshot);
    at(1, bookChange('bid 102 x 1'));
    const { view } = books[1]!;
    expect([view.asks.sizeBase(0), view.asks.sizeBase(1), view.averagePriceUsd('buy', 4)]).toEqual([4, 1, 101]);
  });

  it('publishes a book with the policy none again once it is whole', () => {
    const { books, at } = keeping({ uncross: 'none' });
    at(0, snapshot);
    at(1, bookChange('bid 102 x 1'));
    at(20_000, bookChange('bid 97 x 1'));
    at(20_001, bookChange('bid 102 x 0'));
    expect(tops(books)).toEqual(['0: 99 x 1 / 101 x 5', '20001: 99 x 1 / 101 x 5']);
  });

  it('refuses an unknown policy, and times out of range, when it is called', () => {
    expect(() => keeping({ uncross: 'oldest' as UncrossPolicyName })).toThrow(
      'uncross must be one of age, size, documentation, subtract, none, was oldest',
    );
    expect(() => keeping({ evictAfterMs: 0 })).toThrow('evictAfterMs must be > 0 and finite, was 0');
    expect(() => keeping({ auditLagMs: -1 })).toThrow('auditLagMs must be >= 0 and finite, was -1');
  });
});

describe('orderBooks, evicting what loses', () => {
  it('deletes a level that lost for five seconds, also while no input comes', () => {
    const { books, at } = keeping();
    at(0, snapshot);
    at(1_000, bookChange('bid 102 x 1'));
    at(5_999);
    expect(books).toHaveLength(2);
    at(60_000, bookChange('bid 102 x 0'));
    expect(tops(books).slice(1)).toEqual([
      '1000: 102 x 1 / 103 x 1, 1 hidden',
      '6000: 102 x 1 / 103 x 1',
      '60000: 99 x 1 / 103 x 1',
    ]);
    expect(books.map(({ cause }) => cause)).toEqual([0, 1_000, 1_000, 60_000]);
  });

  it('counts from the last moment at which the level did not lose', () => {
    const { books, at } = keeping();
    at(0, snapshot);
    at(1_000, bookChange('bid 102 x 1'));
    at(5_000, bookChange('bid 102 x 0'));
    at(5_001, bookChange('bid 102 x 1'));
    at(9_000, bookChange('bid 102 x 0'));
    at(20_000);
    expect(tops(books).at(-1)).toBe('9000: 99 x 1 / 101 x 5');
  });

  it('deletes each level in its time', () => {
    const { books, at } = keeping();
    at(0, snapshot);
    at(1_000, bookChange('bid 102 x 1'));
    at(2_000, bookChange('bid 104 x 1, ask 105 x 1'));
    at(3_000, bookChange('bid 97 x 1'));
    at(30_000, bookChange('bid 102 x 0, bid 104 x 0, ask 106 x 1'));
    expect(tops(books).slice(3)).toEqual([
      '3000: 104 x 1 / 105 x 1, 2 hidden',
      '6000: 104 x 1 / 105 x 1, 1 hidden',
      '7000: 104 x 1 / 105 x 1',
      '30000: 99 x 1 / 105 x 1',
    ]);
  });

  it('deletes what a subtracting policy consumed whole, and gives back what it only reduced', () => {
    const { books, at } = keeping({ uncross: 'subtract' });
    at(0, snapshot);
    at(1_000, bookChange('bid 102 x 1'));
    at(6_000);
    expect(tops(books).slice(1)).toEqual(['1000: 99 x 1 / 101 x 4, 1 hidden', '6000: 99 x 1 / 101 x 5']);
  });

  it('evicts nothing with the policy none', () => {
    const { scheduler, books, at } = keeping({ uncross: 'none' });
    at(0, snapshot);
    at(1, bookChange('bid 102 x 1'));
    expect(scheduler.pending).toBe(0);
    at(60_000, bookChange('bid 102 x 0'));
    expect(tops(books).at(-1)).toBe('60000: 99 x 1 / 101 x 5');
  });

  it('serves all markets with one timer, which waits only while a book is crossed', () => {
    const { scheduler, books, at } = keeping();
    at(0, snapshot);
    at(0, { ...snapshot, marketId: ETH });
    expect(scheduler.pending).toBe(0);
    at(1_000, bookChange('bid 102 x 1'));
    at(2_000, bookChange('bid 102 x 1', { marketId: ETH }));
    expect(scheduler.pending).toBe(1);
    at(30_000);
    expect(books.slice(4).map(({ marketId, receivedMs }) => [marketId, receivedMs])).toEqual([
      [BTC, 6_000],
      [ETH, 7_000],
    ]);
    expect(scheduler.pending).toBe(0);
  });

  it.each<[what: string, end: (keeping: Keeping) => void]>([
    ['a gap', ({ at }) => at(2_000, gap('book'))],
    ['a snapshot', ({ at }) => at(2_000, snapshot)],
    ['the end of the cross', ({ at }) => at(2_000, bookChange('bid 102 x 0'))],
    ['the end of the subscription', ({ stop }) => stop()],
  ])('leaves nothing on the scheduler after %s', (_, end) => {
    const crossed = keeping();
    crossed.at(0, snapshot);
    crossed.at(1_000, bookChange('bid 102 x 1'));
    expect(crossed.scheduler.pending).toBe(1);
    end(crossed);
    expect(crossed.scheduler.pending).toBe(0);
  });
});

describe('orderBooks, audited', () => {
  const stated = 'bid 99 x 2, bid 98 x 1, ask 101 x 5, ask 102 x 1, ask 103 x 1';

  it('publishes the corrected book and reports one fault with counts and the worst level', () => {
    const { books, faults, at } = keeping();
    at(0, snapshot);
    at(10_000, bookAudit(stated, { requestedMs: unixMs(9_900) }));
    expect(tops(books)).toEqual(['0: 99 x 1 / 101 x 5', '10000: 99 x 2 / 101 x 5']);
    expect(books[1]?.view.asks.priceUsd(1)).toBe(102);
    expect(faults.faults).toEqual([
      {
        kind: 'book-mismatch',
        where: 'book of BTC-USD',
        marketId: BTC,
        receivedMs: 10_000,
        cause: 10_000,
        message:
          '2 of 5 levels differed from what the REST interface states and were corrected; ' +
          'worst: ask 102, held 0, stated 1',
      },
    ]);
  });

  it('is silent about a book that is right', () => {
    const { books, faults, at } = keeping();
    at(0, bookSnapshot(stated));
    at(10_000, bookAudit(stated, { requestedMs: unixMs(9_900) }));
    expect([books.length, faults.faults.length]).toEqual([1, 0]);
  });

  it.each<[when: string, before: readonly MarketData[], expected: number]>([
    ['before the first snapshot', [], 0],
    ['between a gap and the next snapshot', [snapshot, gap('book')], 0],
    ['while the book is in doubt', [snapshot, doubt('book')], 0],
    ['while the trades are in doubt', [snapshot, doubt('trades')], 1],
    ['after a doubt of the book', [snapshot, doubt('book'), doubt('book', true)], 1],
    ['after a gap that ended a doubt', [snapshot, doubt('book'), gap('book'), snapshot], 1],
  ])('does what it may %s', (_, before, expected) => {
    const { faults, at } = keeping();
    before.forEach((input, index) => at(index, input));
    at(10_000, bookAudit(stated, { requestedMs: unixMs(9_900) }));
    expect(faults.faults).toHaveLength(expected);
  });

  it('waits until the answer cannot be older than the snapshot, as long as auditLagMs says', () => {
    const { faults, at } = keeping({ auditLagMs: 500 });
    at(0, snapshot);
    at(600, bookAudit(stated, { requestedMs: unixMs(499) }));
    expect(faults.faults).toHaveLength(0);
    at(700, bookAudit(stated, { requestedMs: unixMs(500) }));
    expect(faults.faults).toHaveLength(1);
  });

  it('refuses an answer with impossible levels whole', () => {
    const { books, faults, at } = keeping();
    at(0, snapshot);
    at(10_000, bookAudit('bid 99 x 2, ask NaN x 1', { requestedMs: unixMs(9_900) }));
    expect(books).toHaveLength(1);
    expect(faults.faults).toMatchObject([{ kind: 'malformed-frame' }]);
    expect(faults.faults[0]?.message).toBe('audit refused: 1 of its 2 levels are impossible');
  });

  it('publishes levels that it learned without a fault', () => {
    const { books, faults, at } = keeping({ maxLevelsPerSide: 2 });
    at(0, bookSnapshot('bid 99 x 1, bid 98 x 1, bid 97 x 1, ask 101 x 1'));
    at(1, bookChange('bid 99 x 0'));
    at(10_000, bookAudit('bid 98 x 1, bid 97 x 1, ask 101 x 1', { requestedMs: unixMs(9_900) }));
    expect([books.length, books[2]?.view.bids.count, faults.faults.length]).toEqual([3, 2, 0]);
  });
});
