import { assertStreamRequest, streamName, subscribeMessage, type StreamRequest } from './stream-request';

describe('assertStreamRequest', () => {
  it.each<StreamRequest>([
    { channel: 'v4_orderbook', id: 'BTC-USD' },
    { channel: 'v4_trades', id: 'BUFFALO,RAYDIUM,123-USD' },
    { channel: 'v4_candles', id: 'BTC-USD/5MINS' },
    { channel: 'v4_markets' },
    { channel: 'v4_block_height' },
    { channel: 'v4_subaccounts', id: 'dydx1abc/128' },
    { channel: 'v4_parent_subaccounts', id: 'dydx1abc/0' },
  ])('takes $channel $id', (request) => {
    expect(() => assertStreamRequest(request)).not.toThrow();
  });

  it.each([
    [{ channel: 'v4_orderbook' }, 'needs an id of the form TICKER, was ""'],
    [{ channel: 'v4_trades', id: 'BTC USD' }, 'TICKER'],
    [{ channel: 'v4_candles', id: 'BTC-USD' }, 'TICKER/RESOLUTION'],
    [{ channel: 'v4_candles', id: 'BTC-USD/2MINS' }, 'TICKER/RESOLUTION'],
    [{ channel: 'v4_candles', id: 'BTC-USD/1MIN/x' }, 'TICKER/RESOLUTION'],
    [{ channel: 'v4_markets', id: 'BTC-USD' }, 'v4_markets takes no id, was "BTC-USD"'],
    [{ channel: 'v4_block_height', id: 'x' }, 'takes no id'],
    [{ channel: 'v4_subaccounts', id: 'dydx1abc' }, 'ADDRESS/NUMBER'],
    [{ channel: 'toString' }, 'unknown channel "toString"'],
  ])('refuses %j', (request, message) => {
    expect(() => assertStreamRequest(request as StreamRequest)).toThrow(RangeError);
    expect(() => assertStreamRequest(request as StreamRequest)).toThrow(message);
  });
});

describe('subscribeMessage', () => {
  it('names the stream and asks for batches of market data', () => {
    expect(subscribeMessage({ channel: 'v4_candles', id: 'ETH-USD/1MIN' })).toBe(
      '{"type":"subscribe","channel":"v4_candles","id":"ETH-USD/1MIN","batched":true}',
    );
  });

  it('leaves out the id that would silence a channel without ids', () => {
    expect(subscribeMessage({ channel: 'v4_block_height' })).toBe(
      '{"type":"subscribe","channel":"v4_block_height","batched":false}',
    );
  });
});

describe('streamName', () => {
  it.each([
    [{ channel: 'v4_trades', id: 'BTC-USD' }, 'v4_trades BTC-USD'],
    [{ channel: 'v4_markets' }, 'v4_markets'],
    [{ channel: 'v4_block_height', id: 'v4_block_height' }, 'v4_block_height'],
  ])('is the same for a request and its confirmation: %j', (stream, name) => {
    expect(streamName(stream)).toBe(name);
  });
});
