import { unixMs } from '@perpstream/core';
import { UNCOUNTED } from './oddities';
import { type ChannelFrame } from './channel-frame';
import { CANDLE_RESOLUTIONS, parseCandles } from './candles';
import { Malformed } from './malformed';

const rawCandle = (given: object = {}): object => ({
  startedAt: '2026-03-01T00:00:00.000Z',
  ticker: 'BTC-USD',
  resolution: '1MIN',
  low: '1',
  high: '4',
  open: '2',
  close: '3',
  baseTokenVolume: '5',
  usdVolume: '12.5',
  trades: 6,
  startingOpenInterest: '7',
  orderbookMidPriceOpen: null,
  ...given,
});
const frameOf = (isSnapshot: boolean, ...contents: unknown[]): ChannelFrame => ({
  id: 'BTC-USD/1MIN',
  subaccountNumber: undefined,
  isSnapshot,
  contents,
  receivedMs: unixMs(1),
  cause: 2,
  oddities: UNCOUNTED,
});

describe('parseCandles', () => {
  it('reads an update, which is one bare candle', () => {
    expect(parseCandles(frameOf(false, rawCandle()))).toEqual([
      {
        kind: 'candles',
        marketId: 'BTC-USD',
        receivedMs: 1,
        cause: 2,
        isSnapshot: false,
        candles: [
          {
            startedMs: 1_772_323_200_000,
            resolution: '1MIN',
            openUsd: 2,
            highUsd: 4,
            lowUsd: 1,
            closeUsd: 3,
            volumeBase: 5,
            volumeUsd: 12.5,
            trades: 6,
            startingOpenInterestBase: 7,
          },
        ],
      },
    ]);
  });

  it('turns a snapshot, newest first on the wire, to oldest first', () => {
    const candles = [rawCandle({ trades: 2 }), rawCandle({ trades: 1 })];
    expect(parseCandles(frameOf(true, { candles }))).toMatchObject([
      { isSnapshot: true, candles: [{ trades: 1 }, { trades: 2 }] },
    ]);
  });

  it('keeps the order of a batch and gives it as one event', () => {
    const frame = frameOf(false, rawCandle({ trades: 1 }), rawCandle({ trades: 2 }));
    expect(parseCandles(frame)).toMatchObject([{ candles: [{ trades: 1 }, { trades: 2 }] }]);
  });

  it('gives an empty snapshot as one', () => {
    expect(parseCandles(frameOf(true, { candles: [] }))).toMatchObject([{ isSnapshot: true, candles: [] }]);
  });

  it.each(CANDLE_RESOLUTIONS)('knows the resolution %s', (resolution) => {
    expect(parseCandles(frameOf(false, rawCandle({ resolution })))).toMatchObject([{ candles: [{ resolution }] }]);
  });

  it.each([
    ['a resolution that is no text', { resolution: 2 }],
    ['a price of zero', { close: '0' }],
    ['trades that are no whole number', { trades: 1.5 }],
    ['no volume', { usdVolume: undefined }],
  ])('refuses %s', (_, given) => {
    expect(() => parseCandles(frameOf(false, rawCandle(given)))).toThrow(Malformed);
  });
});
