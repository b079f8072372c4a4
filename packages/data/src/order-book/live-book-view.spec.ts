import { bookLevels } from '../../fixtures/market-inputs';
import { OrderBook } from './order-book';

function viewOf(): OrderBook['view'] {
  const book = new OrderBook();
  book.applySnapshot(bookLevels('bid 99 x 1, bid 98 x 2, bid 90 x 10, ask 101 x 3, ask 103 x 4'));
  return book.view;
}

describe('LiveBookView', () => {
  it.each<[name: string, side: 'buy' | 'sell', sizeBase: number, expected: number | undefined]>([
    ['a buy inside the best ask', 'buy', 2, 101],
    ['a buy of exactly the best ask', 'buy', 3, 101],
    ['a buy over two asks', 'buy', 4, (3 * 101 + 103) / 4],
    ['a buy of the whole side', 'buy', 7, (3 * 101 + 4 * 103) / 7],
    ['a buy of more than the known book', 'buy', 7.001, undefined],
    ['a sell over three bids', 'sell', 4, (99 + 2 * 98 + 90) / 4],
    ['no size', 'buy', 0, undefined],
    ['a size that is not a number', 'sell', NaN, undefined],
  ])('prices %s', (_, side, sizeBase, expected) => {
    expect(viewOf().averagePriceUsd(side, sizeBase)).toBe(expected);
  });

  it.each<[side: 'bids' | 'asks', bps: number, expected: number]>([
    ['bids', 50, 0],
    ['bids', 100, 99],
    ['bids', 200, 99 + 2 * 98],
    ['bids', 5_000, 99 + 2 * 98 + 900],
    ['asks', 100, 303],
    ['asks', 299, 303],
    ['asks', 300, 303 + 412],
  ])('sums the %s within %p bps of the mid', (side, bps, expected) => {
    expect(viewOf().depthUsd(side, bps)).toBe(expected);
  });

  it('has no depth without a mid', () => {
    const book = new OrderBook();
    book.applySnapshot(bookLevels('bid 99 x 1'));
    expect(book.view.depthUsd('bids', 100)).toBe(0);
    expect(book.view.averagePriceUsd('buy', 1)).toBeUndefined();
  });

  it('leaves hidden levels out', () => {
    const book = new OrderBook();
    book.applySnapshot(bookLevels('bid 99 x 1, ask 101 x 3, ask 103 x 4'));
    book.apply(bookLevels('bid 102 x 1'));
    expect(book.view.averagePriceUsd('buy', 4)).toBe(103);
    expect(book.view.averagePriceUsd('buy', 5)).toBeUndefined();
  });
});
