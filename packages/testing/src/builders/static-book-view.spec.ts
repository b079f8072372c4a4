import { staticBookView } from './static-book-view';

const view = staticBookView(
  [
    [99, 1],
    [98, 2],
  ],
  [
    [101, 1],
    [103, 3],
  ],
);

describe('staticBookView', () => {
  it('gives levels best first', () => {
    expect([view.bids.count, view.bids.priceUsd(0), view.bids.priceUsd(1), view.bids.sizeBase(1)]).toEqual([
      2, 99, 98, 2,
    ]);
    expect([view.asks.count, view.asks.priceUsd(1), view.asks.sizeBase(1)]).toEqual([2, 103, 3]);
  });

  it('throws beyond the last level', () => {
    expect(() => view.bids.priceUsd(2)).toThrow(RangeError);
    expect(() => view.asks.sizeBase(-1)).toThrow(RangeError);
  });

  it.each([
    ['a buy within the best ask', 'buy', 0.5, 101],
    ['a buy through two asks', 'buy', 2, 102],
    ['a sell through two bids', 'sell', 3, (99 + 2 * 98) / 3],
    ['the whole side', 'sell', 3, (99 + 2 * 98) / 3],
    ['more than there is', 'buy', 4.1, undefined],
  ] as const)('prices %s', (_, side, sizeBase, expected) => {
    expect(view.averagePriceUsd(side, sizeBase)).toBe(expected);
  });

  it.each([
    ['the best bid alone', 'bids', 100, 99],
    ['both bids', 'bids', 200, 99 + 196],
    ['no ask', 'asks', 99, 0],
    ['both asks', 'asks', 300, 101 + 309],
  ] as const)('sums the depth of %s', (_, side, bps, expected) => {
    expect(view.depthUsd(side, bps)).toBeCloseTo(expected, 9);
  });

  it('has nothing in an empty book', () => {
    const empty = staticBookView([], []);
    expect([empty.bids.count, empty.depthUsd('bids', 100), empty.averagePriceUsd('buy', 1)]).toEqual([0, 0, undefined]);
  });
});
