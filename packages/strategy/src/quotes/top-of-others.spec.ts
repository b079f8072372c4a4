import { bookUpdate, staticBookView } from '@perpstream/testing';
import { openOrder } from '../../fixtures/quote-events';
import { topOfOthers } from './top-of-others';

const { top } = bookUpdate({ bids: [[99, 2]], asks: [[101, 3]] });
const book = staticBookView(
  [
    [99, 2],
    [98, 1],
  ],
  [
    [101, 3],
    [102, 4],
  ],
);

describe('topOfOthers', () => {
  it.each([
    ['the best prices without own orders', [], 99, 101],
    ['the next bid behind an own one', [openOrder('buy', 99, 2)], 98, 101],
    ['the next prices behind own ones', [openOrder('buy', 99, 2), openOrder('sell', 101, 3)], 98, 102],
    ['a level that others share', [openOrder('buy', 99, 1)], 99, 101],
    ['a level at which an own order only seems to be', [openOrder('buy', 99, 5)], 99, 101],
    ['a level of the other side of the own order', [openOrder('sell', 99, 2)], 99, 101],
    ['the best prices in front of an own order', [openOrder('buy', 98, 1)], 99, 101],
    ['the next bid behind two own orders', [openOrder('buy', 99, 1.5), openOrder('buy', 99, 0.5)], 98, 101],
  ])('is %s', (_, own, bidPriceUsd, askPriceUsd) => {
    expect(topOfOthers({ top, book }, own)).toMatchObject({ bidPriceUsd, askPriceUsd });
  });

  it('has the sizes of the levels it names', () => {
    const own = [openOrder('buy', 99, 2), openOrder('sell', 101, 3)];
    expect(topOfOthers({ top, book }, own)).toMatchObject({ bidSizeBase: 1, askSizeBase: 4 });
  });

  it('recognises a rest that a subtraction left', () => {
    const rest = { ...openOrder('buy', 99, 2), remainingBase: 2 + 4e-16 };
    expect(topOfOthers({ top, book }, [rest])?.bidPriceUsd).toBe(98);
  });

  it('is unknown when nobody else is on a side', () => {
    const own = [openOrder('buy', 99, 2), openOrder('buy', 98, 1)];
    expect(topOfOthers({ top, book }, own)).toBeUndefined();
  });

  it('is unknown while the book is', () => {
    expect(topOfOthers({ top: undefined, book: undefined }, [openOrder('buy', 99, 2)])).toBeUndefined();
  });
});
