import { marketId, unixMs } from '@perpstream/core';
import fc from 'fast-check';
import { allFills } from '../account/all-fills';
import { allTransfers } from '../account/all-transfers';
import { allFunding } from '../history/all-funding';
import { allTrades } from '../history/all-trades';
import { newestPage } from '../test-kit/model-lists';
import { newestFirst } from './newest-first';
import { type ListRange } from './page-cursor';
import { type NewestQuery } from './rest-paths';

type Item = { readonly id: string; readonly height: number; readonly exchangeMs: ReturnType<typeof unixMs> };

/** Items in blocks of the given sizes; a block takes a second. */
const itemsOf = (blockSizes: readonly number[]): Item[] =>
  blockSizes.flatMap((size, block) =>
    Array.from({ length: size }, (_, at) => ({
      id: `${block}-${at}`,
      height: 100 + block,
      exchangeMs: unixMs(block * 1_000),
    })),
  );

async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}

const list = (items: readonly Item[], range: ListRange, queries: NewestQuery[] = []): Promise<Item[]> =>
  collect(
    newestFirst({ range, idOf: ({ id }) => id, what: 'trades' }, (query) => {
      queries.push(query);
      return Promise.resolve(newestPage(items, query));
    }),
  );

const idsOf = (items: readonly Item[]): string[] => items.map(({ id }) => id).sort();

describe('newestFirst', () => {
  it('loses nothing and gives nothing twice, whatever the page size and however many items share a block', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.nat(6), { maxLength: 40 }),
        fc.integer({ min: 7, max: 30 }),
        async (blockSizes, pageSize) => {
          const items = itemsOf(blockSizes);
          const given = await list(items, { pageSize });
          expect(idsOf(given)).toEqual(idsOf(items));
          given.reduce((before, item) => {
            expect(item.height).toBeLessThanOrEqual(before.height);
            return item;
          }, given[0]!);
        },
      ),
    );
  });

  it('gives exactly the items of a range', async () => {
    const bound = fc.option(fc.nat(12_000), { nil: undefined });
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.nat(4), { maxLength: 12 }),
        bound,
        bound,
        fc.nat(112),
        async (sizes, from, to, since) => {
          const items = itemsOf(sizes);
          const range = {
            pageSize: 5,
            sinceHeight: since,
            ...(from === undefined ? {} : { fromMs: unixMs(from) }),
            ...(to === undefined ? {} : { toMs: unixMs(to) }),
          };
          const wanted = items.filter(
            ({ exchangeMs, height }) => height >= since && exchangeMs >= (from ?? 0) && exchangeMs < (to ?? Infinity),
          );
          expect(idsOf(await list(items, range))).toEqual(idsOf(wanted));
        },
      ),
    );
  });

  it.each([5, 6, 50])('fails loudly when one block has %i items and a page only 5', async (size) => {
    const queries: NewestQuery[] = [];
    await expect(list(itemsOf([2, size, 2]), { pageSize: 5 }, queries)).rejects.toThrow(
      'block 101 has 5 trades or more: a page of the Indexer cannot hold them all',
    );
    expect(queries.length).toBeLessThanOrEqual(3);
  });

  it('asks no further than it must', async () => {
    const queries: NewestQuery[] = [];
    await list(itemsOf([3, 3, 3, 3]), { pageSize: 5, sinceHeight: 103 }, queries);
    expect(queries).toEqual([{ limit: 5 }]);
    queries.length = 0;
    await list([], {}, queries);
    expect(queries).toEqual([{ limit: 1_000 }]);
  });

  it('asks for what is before the end of the range, and from there on block by block', async () => {
    const queries: NewestQuery[] = [];
    await list(itemsOf([3, 3, 3, 3]), { pageSize: 5, toMs: unixMs(3_000) }, queries);
    expect(queries).toEqual([
      { limit: 5, beforeOrAtMs: 3_000 },
      { limit: 5, beforeOrAtMs: 3_000, beforeOrAtHeight: 102 },
      { limit: 5, beforeOrAtMs: 3_000, beforeOrAtHeight: 101 },
      { limit: 5, beforeOrAtMs: 3_000, beforeOrAtHeight: 100 },
    ]);
  });

  it('is the same for new items that come meanwhile', async () => {
    let items = itemsOf([2, 2, 2]);
    const first = idsOf(items);
    const given = newestFirst({ range: { pageSize: 3 }, idOf: ({ id }: Item) => id, what: 'trades' }, (query) => {
      const page = newestPage(items, query);
      items = [...items, ...itemsOf([0, 0, 0, 9])];
      return Promise.resolve(page);
    });
    expect(idsOf(await collect(given))).toEqual(first);
  });
});

describe('the lists of the Indexer', () => {
  const items = itemsOf([2, 2, 2]);
  const account = { address: 'dydx1', subaccountNumber: 0 };
  const BTC = marketId('BTC-USD');
  const asked: unknown[][] = [];
  const page = (...question: unknown[]): Promise<never> => {
    asked.push(question);
    return Promise.resolve(newestPage(items, question[1] as NewestQuery) as never);
  };
  const { signal } = new AbortController();
  const onAnswer = (): void => undefined;

  beforeEach(() => (asked.length = 0));

  it.each([
    ['trades', () => allTrades({ rest: { trades: page }, marketId: BTC, pageSize: 3, signal, onAnswer }), BTC, 6],
    ['fills', () => allFills({ rest: { fills: page }, account, pageSize: 3, signal, onAnswer }), account, 6],
    [
      'transfers',
      () => allTransfers({ rest: { transfers: page }, account, pageSize: 3, signal, onAnswer }),
      account,
      6,
    ],
    // A market has one rate per block: a second one at the border of two pages is the same.
    [
      'funding',
      () => allFunding({ rest: { historicalFunding: page }, marketId: BTC, pageSize: 3, signal, onAnswer }),
      BTC,
      4,
    ],
  ])('are gone through page by page: %s', async (_, all, subject, count) => {
    const given = await collect(all() as AsyncIterable<Item>);
    expect(given).toHaveLength(count);
    expect(asked[0]).toEqual([subject, { limit: 3 }, { signal, onAnswer }]);
    expect(asked.length).toBeGreaterThan(1);
  });
});
