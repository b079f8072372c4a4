import fc from 'fast-check';
import { partitionStreams } from './partition-streams';
import { connectionCap, streamName, type StreamRequest } from './stream-request';

const CHANNELS: readonly StreamRequest['channel'][] = ['v4_orderbook', 'v4_trades', 'v4_candles', 'v4_subaccounts'];

const many = (channel: StreamRequest['channel'], count: number): StreamRequest[] =>
  Array.from({ length: count }, (_, index) => ({ channel, id: `${channel}${index}` }));

describe('partitionStreams', () => {
  it.each([
    ['one stream', many('v4_trades', 1), 1],
    ['32 books', many('v4_orderbook', 32), 1],
    ['33 books', many('v4_orderbook', 33), 2],
    ['32 books and 32 trades', [...many('v4_orderbook', 32), ...many('v4_trades', 32)], 1],
    ['100 books and 40 candles', [...many('v4_orderbook', 100), ...many('v4_candles', 40)], 4],
    ['256 subaccounts', many('v4_subaccounts', 256), 1],
    ['257 subaccounts', many('v4_subaccounts', 257), 2],
    [
      '200 markets with book, trades and candles of seven lengths',
      [...many('v4_orderbook', 200), ...many('v4_trades', 200), ...many('v4_candles', 1_400)],
      44,
    ],
    ['none', [], 0],
  ])('needs for %s the fewest connections', (_, streams, connections) => {
    expect(partitionStreams(streams)).toHaveLength(connections);
  });

  it('carries a stream asked for twice once', () => {
    const twice: StreamRequest[] = [
      { channel: 'v4_block_height' },
      { channel: 'v4_markets' },
      { channel: 'v4_block_height' },
    ];
    expect(partitionStreams(twice)).toEqual([[{ channel: 'v4_block_height' }, { channel: 'v4_markets' }]]);
  });

  it('keeps book and trades of one market on one connection when they are listed in the same order', () => {
    const connections = partitionStreams(
      Array.from({ length: 70 }, (_, index) => index).flatMap((index): StreamRequest[] => [
        { channel: 'v4_orderbook', id: `M${index}` },
        { channel: 'v4_trades', id: `M${index}` },
      ]),
    );
    for (const own of connections) {
      const idsOf = (channel: string): unknown[] => own.filter((one) => one.channel === channel).map(({ id }) => id);
      expect(idsOf('v4_trades')).toEqual(idsOf('v4_orderbook'));
    }
  });

  it('carries every stream exactly once and breaks no cap, whatever is asked for', () => {
    const request = fc.record({
      channel: fc.constantFrom(...CHANNELS),
      id: fc.integer({ min: 0, max: 400 }).map(String),
    });
    fc.assert(
      fc.property(fc.array(request, { maxLength: 600 }), (streams) => {
        const connections = partitionStreams(streams);
        const carried = connections.flat().map(streamName);
        expect(carried.toSorted()).toEqual([...new Set(streams.map(streamName))].toSorted());
        const needed = CHANNELS.map((channel) => {
          const distinct = new Set(streams.filter((one) => one.channel === channel).map(streamName)).size;
          return Math.ceil(distinct / connectionCap(channel));
        });
        expect(connections).toHaveLength(Math.max(...needed));
        for (const own of connections) {
          for (const channel of CHANNELS) {
            expect(own.filter((one) => one.channel === channel).length).toBeLessThanOrEqual(connectionCap(channel));
          }
        }
      }),
      { numRuns: 50 },
    );
  });
});
