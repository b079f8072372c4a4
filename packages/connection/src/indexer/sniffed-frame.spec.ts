import fc from 'fast-check';
import { sniffFrame } from './sniffed-frame';

describe('sniffFrame', () => {
  it.each([
    ['a greeting', '{"type":"connected","connection_id":"u","message_id":0}', { kind: 'connected', connectionId: 'u' }],
    [
      'a confirmation',
      '{"type":"subscribed","connection_id":"u","message_id":1,"channel":"v4_trades","id":"BTC-USD","contents":{}}',
      { kind: 'subscribed', channel: 'v4_trades', id: 'BTC-USD' },
    ],
    [
      'a confirmation without id',
      '{"type":"subscribed","connection_id":"u","message_id":1,"channel":"v4_markets","contents":{}}',
      { kind: 'subscribed', channel: 'v4_markets', id: undefined },
    ],
    [
      'a confirmation with its fields in another order',
      '{"id":"BTC-USD","contents":{},"channel":"v4_trades","type":"subscribed"}',
      { kind: 'subscribed', channel: 'v4_trades', id: 'BTC-USD' },
    ],
    [
      'a refusal',
      '{"type":"error","message":"Invalid id: x","connection_id":"u","message_id":1,"channel":"c","id":"x"}',
      { kind: 'error', message: 'Invalid id: x', channel: 'c', id: 'x' },
    ],
    ['a bare error', '{"type":"error"}', { kind: 'error', message: 'no message', channel: undefined, id: undefined }],
    ['data', '{"type":"channel_data","contents":not read', { kind: 'data' }],
    ['a batch in another order', '{"contents":[],"type":"channel_batch_data"}', { kind: 'data' }],
    ['what is not JSON', 'hello', { kind: 'data' }],
    ['null', 'null', { kind: 'data' }],
  ])('knows %s', (_, text, sniffed) => {
    expect(sniffFrame(text)).toEqual(sniffed);
  });

  it('does not read the contents of a confirmation', () => {
    expect(
      sniffFrame(
        '{"type":"subscribed","connection_id":"u","message_id":1,"channel":"v4_trades","id":"A","contents":{not',
      ),
    ).toEqual({ kind: 'subscribed', channel: 'v4_trades', id: 'A' });
  });

  it('never throws', () => {
    fc.assert(fc.property(fc.oneof(fc.string(), fc.json()), (text) => void sniffFrame(text)));
  });
});
