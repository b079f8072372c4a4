import fc from 'fast-check';
import { connectionCap, streamName, type StreamRequest } from '../streams/stream-request';
import { type ModelSocket } from '../test-kit/model-socket';
import { BLOCKS, book, FeedRig, MARKETS, trades } from '../test-kit/feed-rig';

const tickers = (count: number, from = 0): string[] =>
  Array.from({ length: count }, (_, index) => `M${from + index}-USD`);
const pairs = (count: number): StreamRequest[] => tickers(count).flatMap((id) => [book(id), trades(id)]);

/** What the sockets that are alive carry. */
const carriedBy = (rig: FeedRig): string[][] =>
  rig.indexer.alive.map(({ subscriptions }) => [...subscriptions].toSorted());

describe('StreamPool', () => {
  describe('while streams come and go', () => {
    it('asks for what is new on the sockets that it has, and opens one more only when all are full', () => {
      const rig = new FeedRig({}, { streams: tickers(31).map((id) => book(id)) }).open();
      rig.feed.setStreams(tickers(32).map((id) => book(id)));
      rig.pass(0);
      expect(rig.indexer.alive).toHaveLength(1);
      rig.feed.setStreams(tickers(33).map((id) => book(id)));
      rig.pass(0);
      expect(rig.indexer.alive.map(({ subscriptions }) => subscriptions.size)).toEqual([32, 1]);
      expect(rig.isAllLive).toBe(true);
      expect(rig.indexer.sockets[0]!.requests).toHaveLength(32);
    });

    it('unsubscribes what is not wanted any more and leaves its frames out from then on', () => {
      const rig = new FeedRig({ upMs: () => 300 }, { streams: [book(), trades()] }).open().run(2_000);
      const before = rig.frames.length;
      rig.feed.setStreams([trades()]);
      rig.run(1_000);
      expect(rig.statesOf(book()).at(-1)).toBe('ended: no longer wanted');
      expect(rig.frames.slice(before)).toEqual([]);
      expect(carriedBy(rig)).toEqual([['v4_trades:BTC-USD']]);
      expect(rig.feed.statuses()).toHaveLength(1);
      expect(rig.faults).toEqual([]);
    });

    it('closes a socket that carries nothing more, and opens one again for what comes later', () => {
      const rig = new FeedRig().open();
      rig.feed.setStreams([]);
      rig.pass(10);
      expect(rig.indexer.alive).toEqual([]);
      expect(rig.scheduler.pending).toBe(0);
      expect(rig.connectionStates.at(-1)).toBe('0 closed');
      rig.feed.setStreams([MARKETS]);
      rig.pass(10);
      expect(rig.isAllLive).toBe(true);
    });

    it('empties the least used socket when fewer would do', () => {
      const rig = new FeedRig({}, { streams: tickers(40).map((id) => book(id)) }).open();
      rig.feed.setStreams(
        tickers(40)
          .slice(10)
          .map((id) => book(id)),
      );
      rig.pass(10);
      expect(rig.indexer.alive.map(({ subscriptions }) => subscriptions.size)).toEqual([30]);
      expect(rig.statesOf(book('M39-USD')).slice(-2)).toEqual(['requested: moved from connection 1', 'live']);
      expect(rig.statesOf(book('M20-USD'))).toEqual(['requested: wanted', 'live']);
      expect(rig.connectionStates.at(-1)).toBe('1 closed');
    });

    it('takes a stream back that was dropped before its snapshot came', () => {
      const rig = new FeedRig({ snapshotMs: () => 500 }, { streams: [book(), trades()] }).open();
      rig.feed.setStreams([trades()]);
      rig.feed.setStreams([trades(), book()]);
      rig.pass(2_000);
      expect(rig.isAllLive).toBe(true);
      expect(carriedBy(rig)).toEqual([['v4_orderbook:BTC-USD', 'v4_trades:BTC-USD']]);
    });

    it('ends a stream on the server also when its snapshot comes only after it was dropped', () => {
      const rig = new FeedRig({ snapshotMs: () => 500 }, { streams: [book(), trades()] }).open();
      rig.feed.setStreams([trades()]);
      rig.pass(2_000);
      expect(carriedBy(rig)).toEqual([['v4_trades:BTC-USD']]);
      expect(rig.frames.filter((text) => text.includes('v4_orderbook'))).toEqual([]);
    });

    it('counts what the server still counts: a new stream has no room in the place of one whose snapshot is under way', () => {
      const rig = new FeedRig(
        { snapshotMs: (_, id) => (id === 'SLOW-USD' ? 5_000 : 0) },
        {
          streams: [...tickers(31).map((id) => book(id)), book('SLOW-USD')],
        },
      ).open();
      rig.feed.setStreams([...tickers(31).map((id) => book(id)), book('NEW-USD')]);
      rig.pass(10);
      expect(rig.isAllLive).toBe(true);
      expect(rig.events.filter((event) => event.kind === 'stream' && event.state.kind === 'refused')).toEqual([]);
    });

    it('takes a list while nobody reads it, and refuses one that is not valid as a whole', () => {
      const rig = new FeedRig();
      rig.feed.setStreams([MARKETS]);
      expect(() => rig.feed.setStreams([BLOCKS, { channel: 'v4_trades' }])).toThrow(RangeError);
      rig.open();
      expect(rig.feed.statuses().map(streamName)).toEqual(['v4_markets']);
    });

    it('carries every stream that is wanted, on the fewest sockets, whatever was wanted before', () => {
      const stream = fc.record({
        channel: fc.constantFrom('v4_orderbook' as const, 'v4_trades' as const),
        id: fc.integer({ min: 0, max: 80 }).map((index) => `M${index}-USD`),
      });
      const lists = fc.array(fc.uniqueArray(stream, { selector: streamName, maxLength: 120 }), {
        minLength: 1,
        maxLength: 5,
      });
      const delays = fc.array(fc.integer({ min: 0, max: 800 }), { minLength: 1, maxLength: 10 });
      fc.assert(
        fc.property(lists, delays, (wanted, snapshotMs) => {
          let asked = 0;
          const rig = new FeedRig({ upMs: () => 5, snapshotMs: () => snapshotMs[asked++ % snapshotMs.length]! }).open();
          for (const streams of wanted) {
            rig.feed.setStreams(streams);
            rig.run(300, []);
          }
          rig.run(30_000, []);
          const last = wanted.at(-1)!;
          expect(carriedBy(rig).flat().toSorted()).toEqual(
            last.map(({ channel, id }) => `${channel}:${id}`).toSorted(),
          );
          expect(rig.isAllLive).toBe(true);
          const needed = (['v4_orderbook', 'v4_trades'] as const).map((channel) =>
            Math.ceil(last.filter((one) => one.channel === channel).length / connectionCap(channel)),
          );
          expect(rig.indexer.alive).toHaveLength(Math.max(...needed));
          expect(rig.faults).toEqual([]);
          rig.close();
          expect(rig.scheduler.pending).toBeLessThan(200);
        }),
        { numRuns: 40 },
      );
    });
  });

  describe('at the caps', () => {
    it('R1: carries book, trades and two candles of 300 markets on 19 sockets, books with their trades', () => {
      const candles = tickers(300).flatMap((id): StreamRequest[] => [
        { channel: 'v4_candles', id: `${id}/1MIN` },
        { channel: 'v4_candles', id: `${id}/5MINS` },
      ]);
      const rig = new FeedRig(
        { snapshotMs: () => 50 },
        { streams: [MARKETS, BLOCKS, ...pairs(300), ...candles] },
      ).open();
      rig.pass(1_000);
      expect(rig.indexer.sockets).toHaveLength(19);
      expect(rig.isAllLive).toBe(true);
      expect(rig.faults).toEqual([]);
      for (const { subscriptions } of rig.indexer.sockets) {
        const idsOf = (channel: string): string[] =>
          [...subscriptions]
            .filter((name) => name.startsWith(channel))
            .map((name) => name.split(':')[1]!)
            .toSorted();
        expect(idsOf('v4_trades')).toEqual(idsOf('v4_orderbook'));
      }
    });

    it('R1: a refusal by cap is an event, and the stream is carried elsewhere', () => {
      const text = 'Per-connection subscription limit reached for v4_orderbook (limit=2).';
      const takesTwo = (channel: string, _: string, { requests }: ModelSocket): string | undefined =>
        channel === 'v4_orderbook' && requests.filter((request) => request.includes('book')).length > 2
          ? text
          : undefined;
      const rig = new FeedRig({ refuse: takesTwo }, { streams: pairs(5) }).open();
      rig.pass(5_000);
      expect(rig.isAllLive).toBe(true);
      const books = rig.indexer.alive.map(
        ({ subscriptions }) => [...subscriptions].filter((name) => name.includes('book')).length,
      );
      expect(books).toEqual([2, 2, 1]);
      const refused = rig.events.filter((event) => event.kind === 'stream' && event.state.kind === 'refused');
      expect(refused[0]).toMatchObject({ connection: 0, state: { reason: text } });
      expect(rig.statesOf(book('M4-USD')).filter((state) => state.startsWith('requested'))).toContain(
        'requested: refused by connection 0',
      );
      // The decoder reports the error text; the feed says what became of the stream.
      expect(rig.faults).toEqual([]);
    });

    it('does not open socket after socket for a stream that is refused as the only one of its channel', () => {
      const rig = new FeedRig(
        { refuse: () => 'Per-connection subscription limit reached for v4_block_height (limit=0).' },
        { streams: [BLOCKS] },
      ).open();
      rig.run(59_000, []);
      expect(rig.indexer.sockets).toHaveLength(1);
      expect(rig.indexer.sockets[0]!.requests).toHaveLength(1);
      rig.run(2_000, []);
      expect(rig.indexer.sockets[0]!.requests).toHaveLength(2);
    });
  });
});
