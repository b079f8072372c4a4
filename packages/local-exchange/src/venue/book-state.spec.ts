import { BookState } from './book-state';
import type { IndexerBook, IndexerLevelChange } from './indexer-shapes';

function bookOf(bids: readonly IndexerLevelChange[], asks: readonly IndexerLevelChange[]): BookState {
  const book = new BookState();
  book.apply({ bids });
  book.apply({ asks });
  return book;
}

function prices({ bids, asks }: IndexerBook): [string[], string[]] {
  return [bids.map(({ price }) => price), asks.map(({ price }) => price)];
}

describe('BookState', () => {
  it('sorts levels numerically, best first, and cuts them at the depth', () => {
    const book = bookOf(
      [
        ['9', '1'],
        ['10', '1'],
        ['9.5', '1'],
      ],
      [
        ['11', '1'],
        ['100', '1'],
        ['12', '1'],
      ],
    );
    expect(prices(book.snapshot(2))).toEqual([
      ['10', '9.5'],
      ['11', '12'],
    ]);
  });

  it('takes sizes as absolute and deletes a level at zero, however the price is written', () => {
    const book = bookOf(
      [
        ['10', '1'],
        ['10.0', '3'],
        ['9', '1'],
        ['9', '0.0'],
      ],
      [],
    );
    expect(book.snapshot(100).bids).toEqual([{ price: '10.0', size: '3' }]);
  });

  it.each([
    [
      'an older and smaller ask goes',
      {
        bids: [['10', '2']],
        asks: [
          ['9', '1'],
          ['11', '1'],
        ],
      },
      'asks first',
      [['10'], ['11']],
    ],
    [
      'an older but larger ask goes too, the bid being newer',
      { bids: [['10', '1']], asks: [['9', '2']] },
      'asks first',
      [['10'], []],
    ],
    [
      'a newer ask of the same size stays',
      {
        bids: [
          ['10', '1'],
          ['8', '1'],
        ],
        asks: [['9', '1']],
      },
      'bids first',
      [['8'], ['9']],
    ],
    ['a newer but smaller ask goes', { bids: [['10', '2']], asks: [['10', '1']] }, 'bids first', [['10'], []]],
  ])('uncrosses: %s', (_name, levels, order, expected) => {
    const book = new BookState();
    const { bids, asks } = levels as unknown as Record<'bids' | 'asks', IndexerLevelChange[]>;
    for (const change of order === 'bids first' ? [{ bids }, { asks }] : [{ asks }, { bids }]) book.apply(change);
    expect(prices(book.snapshot(100))).toEqual(expected);
  });

  it('leads from the book before to the one after a replacement, one level per update', () => {
    const book = bookOf(
      [
        ['10', '1'],
        ['9', '1'],
      ],
      [['11', '1']],
    );
    const copy = bookOf(
      [
        ['10', '1'],
        ['9', '1'],
      ],
      [['11', '1']],
    );
    const after = {
      bids: [{ price: '10', size: '2' }],
      asks: [
        { price: '11', size: '1' },
        { price: '12', size: '4' },
      ],
    };
    const changes = book.replace(after);
    expect(changes).toEqual([{ bids: [['9', '0']] }, { bids: [['10', '2']] }, { asks: [['12', '4']] }]);
    for (const change of changes) copy.apply(change);
    expect(copy.snapshot(100)).toEqual(book.snapshot(100));
    expect(book.snapshot(100)).toEqual(after);
  });

  it('refuses a price that is not a positive number', () => {
    expect(() => new BookState().apply({ bids: [['x', '1']] })).toThrow(new RangeError('a price must be > 0, was "x"'));
  });
});
