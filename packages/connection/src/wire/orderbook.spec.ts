import { unixMs, type BookLevels } from '@perpstream/core';
import fc from 'fast-check';
import { UNCOUNTED } from './oddities';
import { type ChannelFrame } from './channel-frame';
import { Malformed } from './malformed';
import { parseOrderbook } from './orderbook';

const frameOf = (isSnapshot: boolean, ...contents: unknown[]): ChannelFrame => ({
  id: 'BTC-USD',
  subaccountNumber: undefined,
  isSnapshot,
  contents,
  receivedMs: unixMs(1),
  cause: 2,
  oddities: UNCOUNTED,
});
const rows = ({ count, isBid, pricesUsd, sizesBase }: BookLevels): unknown[] =>
  Array.from({ length: count }, (_, at) => [isBid[at] === 1 ? 'bid' : 'ask', pricesUsd[at], sizesBase[at]]);
const levelsOf = (frame: ChannelFrame): unknown[] => parseOrderbook(frame).flatMap(({ levels }) => rows(levels));

describe('parseOrderbook', () => {
  it('reads a snapshot of objects', () => {
    const frame = frameOf(true, { bids: [{ price: '99.5', size: '1' }], asks: [{ price: '101', size: '0.25' }] });
    expect(parseOrderbook(frame)).toMatchObject([
      { kind: 'book-snapshot', marketId: 'BTC-USD', receivedMs: 1, cause: 2 },
    ]);
    expect(levelsOf(frame)).toEqual([
      ['bid', 99.5, 1],
      ['ask', 101, 0.25],
    ]);
  });

  it('gives an empty snapshot as one, since it replaces what was known', () => {
    expect(parseOrderbook(frameOf(true, { bids: [], asks: [] }))).toMatchObject([
      { kind: 'book-snapshot', levels: { count: 0 } },
    ]);
  });

  it('gives all changes of a batch as one event in the order of the wire', () => {
    const frame = frameOf(false, { asks: [['102', '1']] }, { bids: [['99', '0']] }, { asks: [['102', '0']] });
    expect(parseOrderbook(frame)).toMatchObject([{ kind: 'book-change', levels: { count: 3 } }]);
    expect(levelsOf(frame)).toEqual([
      ['ask', 102, 1],
      ['bid', 99, 0],
      ['ask', 102, 0],
    ]);
  });

  it('tolerates further fields of levels and contents', () => {
    expect(levelsOf(frameOf(false, { bids: [['99', '1', 'offset']], lastUpdate: 'x' }))).toEqual([['bid', 99, 1]]);
  });

  it.each([
    ['a price that is no number', { bids: [['x', '1']] }],
    ['a price of zero', { bids: [['0', '1']] }],
    ['a negative size', { bids: [['1', '-1']] }],
    ['an empty size, which must not delete the level', { bids: [['1', '']] }],
    ['a size of null', { bids: [['1', null]] }],
    ['a level without size', { asks: [['1']] }],
    ['a level that is a number', { asks: [1] }],
    ['a level that is null', { asks: [null] }],
    ['a side that is an object', { asks: {} }],
    ['a side that is null', { asks: null }],
  ])('refuses %s', (_, contents) => {
    expect(() => parseOrderbook(frameOf(false, contents))).toThrow(Malformed);
  });

  it('keeps every level of any batch, exactly', () => {
    const positive = fc.double({ min: 1e-9, max: 1e9, noNaN: true });
    const level = fc.tuple(fc.boolean(), positive, positive);
    fc.assert(
      fc.property(fc.array(level, { minLength: 1 }), (levels) => {
        const contents = levels.map(([isBid, price, size]) => ({
          [isBid ? 'bids' : 'asks']: [[String(price), String(size)]],
        }));
        expect(levelsOf(frameOf(false, ...contents))).toEqual(
          levels.map(([isBid, ...rest]) => [isBid ? 'bid' : 'ask', ...rest]),
        );
      }),
    );
  });
});
