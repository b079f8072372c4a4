import { readFrame } from './read-frame';

describe('readFrame', () => {
  it.each([
    ['{"type":"connected","message_id":0}'],
    ['{"type":"error","message":"x","channel":"v4_trades"}'],
    ['{"type":"unsubscribed","channel":"v4_trades","id":"A"}'],
    ['{"type":"channel_data","channel":"v9_new","contents":{}}'],
    ['7'],
  ])('passes over %s', (text) => {
    expect(readFrame(text)).toEqual({ kind: 'other' });
  });

  it('reads snapshots, single updates and batches, with the channel as id where there is none', () => {
    expect(readFrame('{"type":"subscribed","channel":"v4_markets","contents":{"markets":{}}}')).toEqual({
      kind: 'snapshot',
      channel: 'v4_markets',
      id: 'v4_markets',
      contents: { markets: {} },
    });
    const update = { kind: 'updates', channel: 'v4_trades', id: 'A' };
    expect(readFrame('{"type":"channel_data","channel":"v4_trades","id":"A","contents":{"a":1}}')).toEqual({
      ...update,
      contents: [{ a: 1 }],
    });
    expect(readFrame('{"type":"channel_batch_data","channel":"v4_trades","id":"A","contents":[{"a":1},{}]}')).toEqual({
      ...update,
      contents: [{ a: 1 }, {}],
    });
  });

  it.each([
    ['{', /JSON/],
    ['{"type":"channel_data","channel":"v4_trades","id":"A"}', /not an object/],
    ['{"type":"channel_batch_data","channel":"v4_trades","id":"A","contents":{}}', /not a list/],
  ])('throws for %s', (text, message) => {
    expect(() => readFrame(text)).toThrow(message);
  });
});
