import fc from 'fast-check';
import { connectionCap, streamName, type StreamRequest } from '../streams/stream-request';
import { fewestConnections, haveRoom, placeFor, type Place } from './placement';

const CHANNELS: readonly StreamRequest['channel'][] = ['v4_orderbook', 'v4_trades', 'v4_candles', 'v4_subaccounts'];
const many = (channel: StreamRequest['channel'], count: number): StreamRequest[] =>
  Array.from({ length: count }, (_, index) => ({ channel, id: `${channel}${index}` }));

class TestPlace implements Place {
  readonly streams: StreamRequest[] = [];
  room(channel: StreamRequest['channel']): number {
    return connectionCap(channel) - this.streams.filter((one) => one.channel === channel).length;
  }
  carries(name: string): boolean {
    return this.streams.some((one) => streamName(one) === name);
  }
}

const place = (streams: readonly StreamRequest[]): TestPlace[] => {
  const places: TestPlace[] = [];
  for (const stream of streams) {
    let found = placeFor(stream, places);
    if (found === undefined) places.push((found = new TestPlace()));
    found.streams.push(stream);
  }
  return places;
};

describe('fewestConnections', () => {
  it.each([
    ['none', [], 0],
    ['one stream', many('v4_trades', 1), 1],
    ['32 books', many('v4_orderbook', 32), 1],
    ['33 books', many('v4_orderbook', 33), 2],
    ['32 books and 32 trades', [...many('v4_orderbook', 32), ...many('v4_trades', 32)], 1],
    ['257 subaccounts', many('v4_subaccounts', 257), 2],
    ['300 books, 300 trades and 600 candles', [...many('v4_orderbook', 300), ...many('v4_candles', 600)], 19],
  ])('of %s', (_, streams, connections) => {
    expect(fewestConnections(streams)).toBe(connections);
    expect(place(streams)).toHaveLength(connections);
  });
});

describe('placeFor', () => {
  it('keeps book and trades of one market together, in whatever order they are listed', () => {
    const streams = [...many('v4_orderbook', 70), ...many('v4_trades', 70).toReversed()].map(
      ({ channel, id = '' }) => ({
        channel,
        id: id.replace(channel, 'M'),
      }),
    );
    for (const { streams: own } of place(streams)) {
      const idsOf = (channel: string): string[] =>
        own.flatMap((one) => (one.channel === channel ? [one.id ?? ''] : [])).toSorted();
      expect(idsOf('v4_trades')).toEqual(idsOf('v4_orderbook'));
    }
  });

  it('needs the fewest places whatever is asked for', () => {
    const stream = fc.record({
      channel: fc.constantFrom(...CHANNELS),
      id: fc.integer({ min: 0, max: 300 }).map(String),
    });
    fc.assert(
      fc.property(fc.uniqueArray(stream, { selector: streamName, maxLength: 500 }), (streams) => {
        const places = place(streams);
        expect(places).toHaveLength(fewestConnections(streams));
        for (const one of places) for (const channel of CHANNELS) expect(one.room(channel)).toBeGreaterThanOrEqual(0);
      }),
      { numRuns: 50 },
    );
  });
});

describe('haveRoom', () => {
  it.each([
    [30, 2, true],
    [31, 2, false],
    [0, 0, true],
  ])('%p books taken: room for %p more is %p', (taken, wanted, expected) => {
    const [one = new TestPlace()] = place(many('v4_orderbook', taken));
    expect(haveRoom(many('v4_orderbook', wanted), [one])).toBe(expected);
  });
});
