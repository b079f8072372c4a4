import { unixMs } from '@perpstream/core';
import { UNCOUNTED } from './oddities';
import { type ChannelFrame } from './channel-frame';
import { Malformed } from './malformed';
import { parseTrades } from './trades';

const rawTrade = (id: string, given: object = {}): object => ({
  id,
  size: '0.5',
  price: '100.25',
  side: 'BUY',
  createdAt: '2026-03-01T00:00:00.000Z',
  type: 'LIMIT',
  ...given,
});
const frameOf = (isSnapshot: boolean, ...lists: object[][]): ChannelFrame => ({
  id: 'ETH-USD',
  subaccountNumber: undefined,
  isSnapshot,
  contents: lists.map((trades) => ({ trades })),
  receivedMs: unixMs(1),
  cause: 2,
  oddities: UNCOUNTED,
});
const idsOf = (frame: ChannelFrame): string[] => parseTrades(frame).flatMap(({ trades }) => trades.map(({ id }) => id));

describe('parseTrades', () => {
  it('reads a trade', () => {
    expect(
      parseTrades(frameOf(false, [rawTrade('0a', { side: 'SELL', type: 'LIQUIDATED', createdAtHeight: '5' })])),
    ).toEqual([
      {
        kind: 'trades',
        marketId: 'ETH-USD',
        receivedMs: 1,
        cause: 2,
        isSnapshot: false,
        trades: [
          {
            id: '0a',
            side: 'sell',
            sizeBase: 0.5,
            priceUsd: 100.25,
            exchangeMs: 1_772_323_200_000,
            type: 'liquidated',
          },
        ],
      },
    ]);
  });

  it.each([
    ['LIMIT', 'limit'],
    ['DELEVERAGED', 'deleveraged'],
    ['TWAP_SUBORDER', 'twap'],
    ['NEW_KIND', 'other'],
    [undefined, 'other'],
  ])('reads the type %s as %s', (type, expected) => {
    expect(parseTrades(frameOf(false, [rawTrade('a', { type })]))[0]?.trades[0]?.type).toBe(expected);
  });

  it('turns a snapshot, newest first on the wire, to oldest first', () => {
    const frame = frameOf(true, [
      rawTrade('0c', { createdAt: '2026-03-01T00:00:02.000Z' }),
      rawTrade('0b', { createdAt: '2026-03-01T00:00:01.000Z' }),
      rawTrade('0a', { createdAt: '2026-03-01T00:00:01.000Z' }),
    ]);
    expect(parseTrades(frame)).toMatchObject([{ isSnapshot: true }]);
    expect(idsOf(frame)).toEqual(['0a', '0b', '0c']);
  });

  it('keeps the reversed order of trades that share time and id', () => {
    const frame = frameOf(true, [rawTrade('00', { price: '2' }), rawTrade('00', { price: '1' })]);
    expect(parseTrades(frame)[0]?.trades.map(({ priceUsd }) => priceUsd)).toEqual([1, 2]);
  });

  it('puts the trades of a batch in the order of the chain, however a block lists them', () => {
    expect(idsOf(frameOf(false, [rawTrade('01'), rawTrade('02')], [rawTrade('04'), rawTrade('03')]))).toEqual([
      '01',
      '02',
      '03',
      '04',
    ]);
  });

  it('gives an empty snapshot as one', () => {
    expect(parseTrades(frameOf(true, []))).toMatchObject([{ isSnapshot: true, trades: [] }]);
  });

  it.each([
    ['a side that is none', { side: 'LONG' }],
    ['a size of zero', { size: '0' }],
    ['a price that is no number', { price: 'x' }],
    ['no time', { createdAt: undefined }],
    ['no id', { id: undefined }],
  ])('refuses %s', (_, given) => {
    expect(() => parseTrades(frameOf(false, [rawTrade('a', given)]))).toThrow(Malformed);
  });
});
