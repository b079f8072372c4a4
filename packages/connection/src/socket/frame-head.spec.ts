import fc from 'fast-check';
import { readFrameHead } from './frame-head';

const U = '"connection_id":"b7c0-1"';

describe('readFrameHead', () => {
  it.each([
    [
      'a greeting',
      `{"type":"connected",${U},"message_id":0}`,
      { kind: 'connected', messageId: 0, connectionId: 'b7c0-1' },
    ],
    [
      'data',
      `{"type":"channel_data",${U},"message_id":7,"id":"BTC-USD","channel":"v4_trades","version":"2.1.0","contents":not read`,
      { kind: 'data', messageId: 7, channel: 'v4_trades', id: 'BTC-USD' },
    ],
    [
      'a batch',
      `{"type":"channel_batch_data",${U},"message_id":123456,"id":"BTC-USD/1MIN","channel":"v4_candles","version":"1.0.0","contents":[`,
      { kind: 'data', messageId: 123_456, channel: 'v4_candles', id: 'BTC-USD/1MIN' },
    ],
    [
      'data of a channel without id',
      `{"type":"channel_batch_data",${U},"message_id":8,"channel":"v4_markets","version":"1.0.0","contents":[]}`,
      { kind: 'data', messageId: 8, channel: 'v4_markets', id: undefined },
    ],
    [
      'data with its fields in another order',
      `{"contents":[],"channel":"v4_trades","id":"A","message_id":9,"type":"channel_batch_data"}`,
      { kind: 'data', messageId: 9, channel: 'v4_trades', id: 'A' },
    ],
    [
      'a confirmation',
      `{"type":"subscribed",${U},"message_id":1,"channel":"v4_trades","id":"BTC-USD","contents":{}}`,
      { kind: 'subscribed', messageId: 1, channel: 'v4_trades', id: 'BTC-USD' },
    ],
    [
      'a confirmation without reading its contents',
      `{"type":"subscribed",${U},"message_id":1,"channel":"v4_trades","id":"A","contents":{not`,
      { kind: 'subscribed', messageId: 1, channel: 'v4_trades', id: 'A' },
    ],
    [
      'a confirmation without id',
      `{"type":"subscribed",${U},"message_id":1,"channel":"v4_markets","contents":{}}`,
      { kind: 'subscribed', messageId: 1, channel: 'v4_markets', id: undefined },
    ],
    [
      'a confirmation with its fields in another order',
      '{"id":"BTC-USD","contents":{},"channel":"v4_trades","type":"subscribed"}',
      { kind: 'subscribed', messageId: undefined, channel: 'v4_trades', id: 'BTC-USD' },
    ],
    [
      'the end of a stream',
      `{"type":"unsubscribed",${U},"message_id":4,"channel":"v4_trades","id":"BTC-USD"}`,
      { kind: 'unsubscribed', messageId: 4, channel: 'v4_trades', id: 'BTC-USD' },
    ],
    [
      'a refusal',
      `{"type":"error","message":"Invalid id: x",${U},"message_id":1,"channel":"c","id":"x"}`,
      { kind: 'error', messageId: 1, error: 'Invalid id: x', channel: 'c', id: 'x' },
    ],
    ['a bare error', '{"type":"error"}', { kind: 'error', error: 'no message' }],
    ['a kind it does not know', '{"type":"news","message_id":5}', { kind: 'other', messageId: 5 }],
    ['a number that is none', '{"type":"news","message_id":-5}', { kind: 'other' }],
    ['what is not JSON', 'hello', { kind: 'other' }],
    ['null', 'null', { kind: 'other' }],
  ])('knows %s', (_, text, head) => {
    expect(readFrameHead(text)).toEqual(head);
  });

  it('says of a data frame what reading all of it says', () => {
    const escaped = fc.string({ maxLength: 12 }).map((text) => text.replaceAll(/["\\]/g, ''));
    fc.assert(
      fc.property(fc.nat(), escaped, fc.option(escaped, { nil: undefined }), (messageId, channel, id) => {
        const frame = { type: 'channel_data', connection_id: 'u', message_id: messageId, id, channel, contents: {} };
        expect(readFrameHead(JSON.stringify(frame))).toEqual({ kind: 'data', messageId, channel, id });
      }),
    );
  });

  it('never throws', () => {
    fc.assert(fc.property(fc.oneof(fc.string(), fc.json()), (text) => void readFrameHead(text)));
  });
});
