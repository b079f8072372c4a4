import { type AccountData, type Fault, type MarketData } from '@perpstream/core';
import fc from 'fast-check';
import { decodeFrame, type DecodedFrame } from './decode-frame';
import { UNCOUNTED } from './oddities';

type Envelope = { readonly [name: string]: unknown };

const CHANNELS = [
  'v4_orderbook',
  'v4_trades',
  'v4_candles',
  'v4_markets',
  'v4_block_height',
  'v4_subaccounts',
  'v4_parent_subaccounts',
];

const decodeText = (text: string): DecodedFrame['decoded'] =>
  decodeFrame({ kind: 'frame', receivedUs: 5_000_250, connection: 3, text, seq: 42 }, UNCOUNTED).decoded;
const decode = (envelope: Envelope): DecodedFrame['decoded'] =>
  decodeText(JSON.stringify({ connection_id: 'u', message_id: 17, ...envelope }));
const eventsOf = (envelope: Envelope): readonly (MarketData | AccountData)[] => {
  const decoded = decode(envelope);
  if (!decoded.ok) throw new Error(decoded.fault.message);
  return decoded.value;
};
const faultOf = (envelope: Envelope): Fault => {
  const decoded = decode(envelope);
  if (decoded.ok) throw new Error('expected a fault');
  return decoded.fault;
};

describe('decodeFrame', () => {
  it.each([
    ['a greeting', { type: 'connected' }],
    ['a confirmed end', { type: 'unsubscribed', channel: 'v4_trades', id: 'BTC-USD' }],
    ['an empty batch of a book', { type: 'channel_batch_data', channel: 'v4_orderbook', id: 'BTC-USD', contents: [] }],
    ['an empty batch of trades', { type: 'channel_batch_data', channel: 'v4_trades', id: 'BTC-USD', contents: [] }],
    ['an empty batch of candles', { type: 'channel_batch_data', channel: 'v4_candles', id: 'A/1MIN', contents: [] }],
    ['an empty batch of markets', { type: 'channel_batch_data', channel: 'v4_markets', contents: [] }],
    ['an empty batch of blocks', { type: 'channel_batch_data', channel: 'v4_block_height', contents: [] }],
    [
      'an empty batch of an account',
      { type: 'channel_batch_data', channel: 'v4_subaccounts', id: 'a/0', contents: [] },
    ],
    ['an update of a book without levels', { type: 'channel_data', channel: 'v4_orderbook', id: 'A', contents: {} }],
    ['an update without trades', { type: 'channel_data', channel: 'v4_trades', id: 'A', contents: { trades: [] } }],
  ])('gives nothing for %s', (_, envelope) => {
    expect(eventsOf(envelope)).toEqual([]);
  });

  it('stamps events with the receive time and the position of the input', () => {
    const contents = { blockHeight: '7', time: '2026-03-01T00:00:00.000Z' };
    expect(eventsOf({ type: 'channel_data', channel: 'v4_block_height', contents })).toEqual([
      { kind: 'block', height: 7, exchangeMs: 1_772_323_200_000, receivedMs: 5_000.25, cause: 42 },
    ]);
  });

  it('names connection, input, message, channel and id in a fault', () => {
    const book = { type: 'channel_data', channel: 'v4_orderbook', id: 'BTC-USD', contents: { bids: [['x', '1']] } };
    expect(faultOf(book)).toEqual({
      kind: 'malformed-frame',
      where: 'connection 3 input 42 message 17 v4_orderbook BTC-USD',
      message: 'price is not a number: "x"',
      receivedMs: 5_000.25,
      cause: 42,
    });
  });

  it.each<[string, Envelope, Fault['kind'], string]>([
    ['an unknown type', { type: 'pong' }, 'unknown-type', 'unknown frame type "pong", left out'],
    ['no type', {}, 'unknown-type', 'unknown frame type nothing, left out'],
    ['an unknown channel', { type: 'subscribed', channel: 'v5_x', contents: {} }, 'unknown-channel', '"v5_x"'],
    [
      'a name every object has',
      { type: 'subscribed', channel: 'toString', contents: {} },
      'unknown-channel',
      'toString',
    ],
    ['an error', { type: 'error', message: 'Invalid\nid: x' }, 'server-error', 'the exchange answered: Invalid id: x'],
    ['an error without text', { type: 'error' }, 'server-error', 'nothing'],
    [
      'a batch that is none',
      { type: 'channel_batch_data', channel: 'v4_trades', contents: {} },
      'malformed-frame',
      'list',
    ],
    ['no contents', { type: 'channel_batch_data', channel: 'v4_trades', id: 'A' }, 'malformed-frame', 'missing'],
    ['no contents', { type: 'channel_data', channel: 'v4_trades', id: 'A' }, 'malformed-frame', 'contents'],
    ['no id', { type: 'channel_data', channel: 'v4_trades', contents: { trades: [] } }, 'malformed-frame', 'id is not'],
  ])('makes one fault of %s', (_, envelope, kind, message) => {
    expect(faultOf(envelope)).toMatchObject({ kind, message: expect.stringContaining(message) as string });
  });

  it.each(['', 'hello', '[1]', 'null', '5', '{"type":"channel_data"', '\u0000'])(
    'makes one fault of the text %j',
    (text) => {
      expect(decodeText(text)).toMatchObject({ ok: false, fault: { kind: 'malformed-frame', cause: 42 } });
    },
  );

  it.each(['id', 'channel', 'type', 'message_id', 'message', 'contents'])('survives endless nesting in %s', (field) => {
    const nested = '['.repeat(200_000) + ']'.repeat(200_000);
    const rest = field === 'type' ? '' : '"type":"channel_data","channel":"v4_trades",';
    expect(decodeText(`{${rest}"${field}":${nested}}`)).toMatchObject({ ok: false });
  });

  it('never throws and gives one-line faults, whatever JSON arrives', () => {
    const envelope = fc.record({
      type: fc.constantFrom('subscribed', 'channel_data', 'channel_batch_data', 'error', 'connected'),
      channel: fc.constantFrom(...CHANNELS),
      id: fc.oneof(fc.constantFrom('BTC-USD', 'a/0'), fc.jsonValue()),
      contents: fc.jsonValue(),
    });
    fc.assert(
      fc.property(fc.oneof(envelope, fc.jsonValue()), (value) => {
        const decoded = decodeText(JSON.stringify(value));
        if (!decoded.ok) expect(decoded.fault.message).not.toMatch(/[\r\n]/);
      }),
      { numRuns: 500 },
    );
  });

  it('never throws on a frame that was damaged on the way', () => {
    const contents = {
      trades: [{ id: '0a', size: '1', price: '2', side: 'BUY', createdAt: '2026-03-01T00:00:00.000Z' }],
    };
    const whole = JSON.stringify({ type: 'channel_data', id: 'BTC-USD', channel: 'v4_trades', contents });
    fc.assert(
      fc.property(fc.nat(whole.length), fc.nat(9), fc.string({ maxLength: 4 }), (at, cut, put) => {
        const decoded = decodeText(whole.slice(0, at) + put + whole.slice(at + cut));
        expect(decoded.ok ? decoded.value.length : decoded.fault.where).toBeDefined();
      }),
      { numRuns: 500 },
    );
  });
});
