import fc from 'fast-check';
import type { NewOrder } from './order';
import { OrderBook } from './order-book';

type Change = readonly [side: string, subticks: number, quantums: number];

function newBook(): { readonly book: OrderBook; readonly changes: Change[] } {
  const changes: Change[] = [];
  const book = new OrderBook(10, 5, (side, subticks, quantums) => changes.push([side, subticks, quantums]));
  return { book, changes };
}

function order(
  side: 'buy' | 'sell',
  subticks: number,
  quantums: number,
  mode: NewOrder['mode'] = 'rest',
  owner = 0,
): NewOrder {
  return { owner, side, subticks, quantums, mode };
}

describe('OrderBook', () => {
  it('rests an order that meets nothing and shows its level', () => {
    const { book, changes } = newBook();
    const placed = book.place(order('buy', 100, 20));
    expect(placed).toEqual({ fills: [], orderId: expect.any(Number) as number });
    expect(book.isResting(placed.orderId!)).toBe(true);
    expect(book.levels('buy')).toEqual([{ subticks: 100, quantums: 20 }]);
    expect(changes).toEqual([['buy', 100, 20]]);
  });

  it('matches the best price first, at the price of the resting order', () => {
    const { book } = newBook();
    book.place(order('sell', 110, 10));
    book.place(order('sell', 105, 10));
    const { fills, orderId } = book.place(order('buy', 110, 20));
    expect(fills.map(({ subticks, quantums }) => [subticks, quantums])).toEqual([
      [105, 10],
      [110, 10],
    ]);
    expect(orderId).toBeUndefined();
    expect(book.levels('sell')).toEqual([]);
  });

  it('matches orders of one price in the order of their arrival', () => {
    const { book } = newBook();
    for (const owner of [1, 2, 3]) book.place(order('buy', 100, 20, 'rest', owner));
    const { fills } = book.place(order('sell', 100, 50));
    expect(fills.map(({ maker, quantums }) => [maker.owner, quantums])).toEqual([
      [1, 20],
      [2, 20],
      [3, 10],
    ]);
    expect(book.levels('buy')).toEqual([{ subticks: 100, quantums: 10 }]);
  });

  it('keeps the place of a partly filled order in its queue', () => {
    const { book } = newBook();
    for (const owner of [1, 2]) book.place(order('buy', 100, 20, 'rest', owner));
    book.place(order('sell', 100, 10));
    expect(book.place(order('sell', 100, 20)).fills.map(({ maker }) => maker.owner)).toEqual([1, 2]);
  });

  it('rests what a taker leaves, after its matches, so that no prefix of the changes is crossed', () => {
    const { book, changes } = newBook();
    book.place(order('sell', 105, 10));
    book.place(order('buy', 110, 30));
    expect(changes).toEqual([
      ['sell', 105, 10],
      ['sell', 105, 0],
      ['buy', 110, 20],
    ]);
  });

  it('drops what an immediate order leaves', () => {
    const { book } = newBook();
    book.place(order('sell', 105, 10));
    const { fills, orderId } = book.place(order('buy', 110, 30, 'immediate-or-cancel'));
    expect([fills.length, orderId, book.levels('buy')]).toEqual([1, undefined, []]);
  });

  it('refuses a post-only order that would match and changes nothing', () => {
    const { book, changes } = newBook();
    book.place(order('sell', 105, 10));
    expect(book.place(order('buy', 105, 10, 'post-only'))).toEqual({ fills: [], refused: 'would-cross' });
    expect(changes).toHaveLength(1);
    expect(book.place(order('buy', 100, 10, 'post-only')).orderId).toBeDefined();
  });

  it('cancels once', () => {
    const { book, changes } = newBook();
    const { orderId } = book.place(order('buy', 100, 20));
    expect([book.cancel(orderId!), book.cancel(orderId!), book.isResting(orderId!)]).toEqual([true, false, false]);
    expect(changes.at(-1)).toEqual(['buy', 100, 0]);
  });

  it.each([
    [order('buy', 101, 10), 'the price must be a positive multiple of 5, was 101'],
    [order('buy', 0, 10), 'the price must be a positive multiple of 5, was 0'],
    [order('buy', 100, 15), 'the size must be a positive multiple of 10, was 15'],
    [order('buy', 100, 2 ** 60), `the size must be a positive multiple of 10, was ${2 ** 60}`],
  ])('refuses what is off the grid: %j', (wrong, message) => {
    expect(() => newBook().book.place(wrong)).toThrow(new RangeError(message));
  });
});

describe('OrderBook, for any sequence of orders and cancels', () => {
  const placing = fc.record({
    owner: fc.nat(3),
    side: fc.constantFrom('buy' as const, 'sell' as const),
    subticks: fc.integer({ min: 15, max: 25 }).map((ticks) => ticks * 5),
    quantums: fc.integer({ min: 1, max: 9 }).map((steps) => steps * 10),
    mode: fc.constantFrom('rest' as const, 'post-only' as const, 'immediate-or-cancel' as const),
  });
  const action = fc.oneof(
    { weight: 4, arbitrary: placing },
    { weight: 1, arbitrary: fc.record({ cancel: fc.nat(60) }) },
  );
  const sum = (values: readonly { readonly quantums: number }[]): number =>
    values.reduce((total, { quantums }) => total + quantums, 0);

  it('never crosses, loses no size, matches by price then time, and tells every change of a level', () => {
    fc.assert(
      fc.property(fc.array(action, { maxLength: 80 }), (actions) => {
        const seen = { buy: new Map<number, number>(), sell: new Map<number, number>() };
        const book = new OrderBook(10, 5, (side, subticks, quantums) => {
          if (quantums === 0) seen[side].delete(subticks);
          else seen[side].set(subticks, quantums);
          expect(Math.max(0, ...seen.buy.keys())).toBeLessThan(Math.min(Infinity, ...seen.sell.keys()));
        });
        let resting = 0;
        for (const [reference, step] of actions.entries()) {
          if ('cancel' in step) {
            const before = sum(book.levels('buy')) + sum(book.levels('sell'));
            book.cancel(step.cancel);
            resting -= before - sum(book.levels('buy')) - sum(book.levels('sell'));
            continue;
          }
          const opposite = step.side === 'buy' ? 'sell' : 'buy';
          const before = book.levels(opposite);
          const { fills, orderId } = book.place({ ...step, reference });
          const filled = sum(fills);
          expect(sum(before) - sum(book.levels(opposite))).toBe(filled);
          expect(filled).toBeLessThanOrEqual(step.quantums);
          resting += (orderId === undefined ? 0 : step.quantums - filled) - filled;
          const worse = step.side === 'buy' ? 1 : -1;
          for (let at = 1; at < fills.length; at += 1) {
            const [first, second] = [fills[at - 1]!, fills[at]!];
            const byPrice = (second.subticks - first.subticks) * worse;
            expect(byPrice > 0 || (byPrice === 0 && second.maker.reference! > first.maker.reference!)).toBe(true);
          }
          for (const { subticks } of fills) expect((step.subticks - subticks) * worse).toBeGreaterThanOrEqual(0);
        }
        for (const side of ['buy', 'sell'] as const) {
          expect(new Map(book.levels(side).map(({ subticks, quantums }) => [subticks, quantums]))).toEqual(seen[side]);
        }
        expect(sum(book.levels('buy')) + sum(book.levels('sell'))).toBe(resting);
      }),
    );
  });
});
