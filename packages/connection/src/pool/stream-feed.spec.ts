import { type StreamChange } from '@perpstream/core';
import { BLOCKS, book, FeedRig, MARKETS, trades } from '../test-kit/feed-rig';
import { type StreamRequest } from '../streams/stream-request';

/** Loses the messages with these numbers, once each. */
const losing =
  (...ids: number[]) =>
  (text: string, messageId: number): string[] => {
    const index = ids.indexOf(messageId);
    if (index < 0) return [text];
    ids.splice(index, 1);
    return [];
  };

describe('streamFeed', () => {
  describe('tells the state of each stream', () => {
    it('requested when it is wanted, live right after the frame with its snapshot', () => {
      const rig = new FeedRig().open();
      const shown = rig.events.map((event) =>
        event.kind === 'frame'
          ? (JSON.parse(event.text) as { type: string }).type
          : `${event.kind} ${event.state.kind}`,
      );
      expect(shown).toEqual([
        'connection connecting',
        'stream requested',
        'connection open',
        'connected',
        'subscribed',
        'stream live',
      ]);
    });

    it('with the socket, the channel and the id as asked for', () => {
      const rig = new FeedRig({}, { streams: [MARKETS] }).open();
      expect(rig.events.find(({ kind }) => kind === 'stream')).toEqual<StreamChange>({
        kind: 'stream',
        receivedUs: 1_700_000_000_000_000,
        connection: 0,
        channel: 'v4_markets',
        state: { kind: 'requested', reason: 'wanted' },
      });
    });

    it('again when the socket is lost and when it is back', () => {
      const rig = new FeedRig().open();
      rig.indexer.sockets[0]!.close(1006);
      rig.pass(1_000);
      expect(rig.statesOf(book())).toEqual([
        'requested: wanted',
        'live',
        'requested: connection 0 lost: closed with code 1006',
        'live',
      ]);
    });
  });

  describe('asks at a pace that the server takes', () => {
    const ids = Array.from({ length: 30 }, (_, index) => `M${index}-USD`);

    it('keeps so many requests under way and sends the next when one is answered', () => {
      const rig = new FeedRig({ snapshotMs: () => 200 }, { streams: ids.map(book), requestsAtOnce: 8 }).open();
      const asked = (): number => rig.indexer.sockets[0]!.requests.length;
      expect(asked()).toBe(8);
      rig.pass(199);
      expect(asked()).toBe(8);
      rig.pass(1);
      expect(asked()).toBe(16);
      rig.pass(600);
      expect(rig.isAllLive).toBe(true);
    });

    it('asks for markets, blocks, accounts, books, trades and candles in this order', () => {
      const candles: StreamRequest = { channel: 'v4_candles', id: 'BTC-USD/1MIN' };
      const account: StreamRequest = { channel: 'v4_subaccounts', id: 'a/0' };
      const streams = [candles, trades(), book(), account, BLOCKS, MARKETS];
      const rig = new FeedRig({ snapshotMs: () => 10 }, { streams, requestsAtOnce: 1 }).open().pass(100);
      expect(rig.indexer.sockets[0]!.requests).toEqual([
        'subscribe v4_markets',
        'subscribe v4_block_height',
        'subscribe v4_subaccounts a/0',
        'subscribe v4_orderbook BTC-USD',
        'subscribe v4_trades BTC-USD',
        'subscribe v4_candles BTC-USD/1MIN',
      ]);
    });
  });

  describe('when messages are lost', () => {
    it('R3: gives the socket up within lateMs, names the numbers, and starts every stream over at once', () => {
      const rig = new FeedRig({}, { streams: [book(), trades()] }).open().run(15_000);
      rig.indexer.behaviour = { onTheWay: losing(rig.indexer.sockets[0]!.messageId + 1) };
      const lost = rig.indexer.sockets[0]!.messageId + 1;
      rig.run(1_100);
      expect(rig.faults).toMatchObject([
        { kind: 'message-gap', where: 'connection 0', message: `messages ${lost} are lost; all streams start over` },
        { kind: 'connection', message: `messages ${lost} lost; trying again in 0 ms` },
      ]);
      expect(rig.statesOf(book()).slice(-2)).toEqual([`requested: connection 0 lost: messages ${lost} lost`, 'live']);
      expect(rig.indexer.sockets).toHaveLength(2);
    });

    it('R3: finds the loss of any one message, whichever it is', () => {
      for (let position = 1; position <= 24; position += 1) {
        const rig = new FeedRig({ onTheWay: losing(position) }, { streams: [book(), trades(), MARKETS] }).open();
        rig.run(32_000, [book(), trades(), MARKETS], 1_000);
        expect([position, rig.faults.filter(({ kind }) => kind === 'message-gap')]).toEqual([
          position,
          [expect.objectContaining({ message: `messages ${position} are lost; all streams start over` })],
        ]);
        expect(rig.isAllLive).toBe(true);
        rig.close();
      }
    });

    it.each([0, 200, 3_900, 10_000, 20_000])('R4: takes no answer that is %p ms late for a loss', (lateMs) => {
      const snapshotMs = (channel: string): number => (channel === 'v4_trades' ? lateMs : 0);
      const rig = new FeedRig({ snapshotMs }, { streams: [book(), trades()] }).open().run(30_000);
      expect(rig.faults).toEqual([]);
      expect(rig.indexer.sockets).toHaveLength(1);
      expect(rig.isAllLive).toBe(true);
    });

    it('R4: restarts exactly once when the late answer never comes', () => {
      const snapshotMs = (channel: string): number => (channel === 'v4_trades' ? 10_000 : 0);
      const rig = new FeedRig({ snapshotMs, onTheWay: losing(2) }, { streams: [book(), trades()] }).open();
      rig.run(60_000);
      expect(rig.faults.filter(({ kind }) => kind === 'message-gap')).toHaveLength(1);
      expect(rig.indexer.sockets).toHaveLength(2);
      expect(rig.isAllLive).toBe(true);
    });

    it('doubts books and trades after doubtMs, and trusts them again when the late answer was all', () => {
      const snapshotMs = (_: string, id: string): number => (id === 'SLOW-USD' ? 10_000 : 0);
      const streams = [book(), trades(), MARKETS, book('SLOW-USD')];
      const rig = new FeedRig({ snapshotMs }, { streams }).open();
      rig.run(3_950, [book(), MARKETS]);
      expect(rig.statusOf(book())?.state.kind).toBe('live');
      rig.run(250, [book(), MARKETS]);
      const doubted = `stale: messages 3 may be missing`;
      expect(rig.statesOf(book())).toEqual(['requested: wanted', 'live', doubted]);
      expect(rig.statesOf(trades())).toEqual(['requested: wanted', 'live', doubted]);
      rig.run(6_000, [book(), MARKETS]);
      expect(rig.statesOf(book())).toEqual(['requested: wanted', 'live', doubted, 'live']);
      expect(rig.statesOf(MARKETS)).toEqual(['requested: wanted', 'live']);
      expect(rig.faults).toEqual([]);
    });

    it('does not doubt a stream whose snapshot is newer than the hole', () => {
      const snapshotMs = (_: string, id: string): number => (id === 'SLOW-USD' ? 10_000 : 0);
      const rig = new FeedRig({ snapshotMs }, { streams: [book(), book('SLOW-USD')] }).open().run(2_000);
      rig.feed.setStreams([book(), book('SLOW-USD'), book('NEW-USD')]);
      rig.run(3_000);
      expect(rig.statusOf(book())?.state.kind).toBe('stale');
      expect(rig.statesOf(book('NEW-USD'))).toEqual(['requested: wanted', 'live']);
    });

    it('R5: a jump of 10^9 ids costs one resync and no more timers', () => {
      const rig = new FeedRig().open().run(15_000);
      const timers = rig.scheduler.pending;
      rig.indexer.sockets[0]!.messageId += 1_000_000_000;
      rig.run(5_000);
      expect(rig.faults.filter(({ kind }) => kind === 'message-gap')).toHaveLength(1);
      expect(rig.scheduler.pending).toBeLessThanOrEqual(timers);
      expect(rig.isAllLive).toBe(true);
    });

    it('takes two messages that were swapped on the way for no loss', () => {
      let held: string | undefined;
      const swapping = (text: string, id: number): string[] => {
        if (id === 10) {
          held = text;
          return [];
        }
        const both = held === undefined ? [text] : [text, held];
        held = undefined;
        return both;
      };
      const rig = new FeedRig({ onTheWay: swapping }, { streams: [book(), book('ETH-USD')] }).open();
      rig.run(5_000, [book(), book('ETH-USD')]);
      expect(rig.faults).toEqual([]);
      expect(rig.frames.filter((text) => text.includes('"message_id":10,'))).toHaveLength(1);
    });
  });

  describe('when messages of a stream come late or twice', () => {
    const later = (id: number) => {
      let held: string | undefined;
      return (text: string, messageId: number): string[] => {
        if (messageId === id) {
          held = text;
          return [];
        }
        const both = held === undefined ? [text] : [text, held];
        held = undefined;
        return both;
      };
    };

    it('leaves a late frame out and starts that stream over, and that alone', () => {
      const rig = new FeedRig({ onTheWay: later(5) }, { streams: [book(), trades()] }).open().run(3_000);
      expect(rig.frames.filter((text) => text.includes('"message_id":5,'))).toEqual([]);
      expect(rig.statesOf(book())).toEqual([
        'requested: wanted',
        'live',
        'requested: starts over: message 5 came after 6',
        'live',
      ]);
      expect(rig.statesOf(trades())).toEqual(['requested: wanted', 'live']);
      expect(rig.faults).toMatchObject([
        {
          kind: 'late-data',
          where: 'connection 0 v4_orderbook BTC-USD',
          message: 'message 5 came after 6, left out (number 1 on this connection)',
        },
      ]);
      expect(rig.indexer.sockets[0]!.requests.slice(2)).toEqual([
        'unsubscribe v4_orderbook BTC-USD',
        'subscribe v4_orderbook BTC-USD',
      ]);
    });

    it('waits with the next resync of the same stream, which is stale until then', () => {
      const late = [later(5), later(12)];
      const onTheWay = (text: string, id: number): string[] =>
        late.reduce((texts, one) => texts.flatMap((each) => one(each, id)), [text]);
      const rig = new FeedRig({ onTheWay }).open().run(25_000);
      expect(rig.statesOf(book()).slice(4)).toEqual(['stale: message 12 came after 13']);
      rig.run(10_000);
      expect(rig.statesOf(book()).slice(5)).toEqual(['requested: starts over: message 12 came after 13', 'live']);
    });

    it('leaves out what comes twice, with faults ever rarer', () => {
      const twice = (text: string): string[] => (text.includes('batch') ? [text, text] : [text]);
      const rig = new FeedRig({ onTheWay: twice }).open().run(50_000);
      expect(rig.faults.map(({ message }) => message)).toEqual([
        'message 2 came twice, left out (number 1 on this connection)',
        'message 11 came twice, left out (number 10 on this connection)',
        'message 101 came twice, left out (number 100 on this connection)',
      ]);
      expect(rig.frames).toHaveLength(202);
      expect(rig.statesOf(book())).toEqual(['requested: wanted', 'live']);
    });
  });

  describe('when something falls silent', () => {
    it('R8: gives a frozen socket up after silenceMs and counts the time as not up', () => {
      const rig = new FeedRig().open().run(10_000);
      rig.indexer.sockets[0]!.isFrozen = true;
      rig.indexer.behaviour = { accepts: () => false };
      rig.run(10_500);
      expect(rig.connectionStates.slice(2, 4)).toEqual(['0 degraded', '0 waiting']);
      expect(rig.faults[0]).toMatchObject({ kind: 'connection', where: 'connection 0 ws://a' });
      rig.run(19_500);
      const status = rig.statusOf(book())!;
      expect(status.uptime).toBeCloseTo(0.5, 1);
      expect(status.interruptions).toBe(1);
      expect(status.lastMessageAgeMs).toBeGreaterThan(29_000);
    });

    it('R8: gives a mute socket up in less than 15 s, though pings are answered', () => {
      const rig = new FeedRig().open().run(30_000);
      rig.indexer.sockets[0]!.isMute = true;
      rig.run(10_500);
      expect(rig.faults).toMatchObject([
        { kind: 'connection', message: expect.stringContaining('from a busy server') as string },
      ]);
      rig.run(4_000);
      expect(rig.isAllLive).toBe(true);
    });

    it('leaves a quiet socket alone as long as its pings are answered', () => {
      const rig = new FeedRig({}, { streams: [trades(), { channel: 'v4_subaccounts', id: 'a/0' }] }).open();
      rig.run(600_000, []);
      expect(rig.faults).toEqual([]);
      expect(rig.indexer.sockets).toHaveLength(1);
    });

    it.each<[StreamRequest, number]>([
      [BLOCKS, 15_000],
      [book('QUIET-USD'), 60_000],
      [MARKETS, 60_000],
      [{ channel: 'v4_candles', id: 'BTC-USD/1MIN' }, 90_000],
    ])('R10: says once that %j is silent, why, and starts it over', (stream, longestMs) => {
      const rig = new FeedRig({}, { streams: [book(), stream] }).open().run(5_000, [book(), stream]);
      rig.run(longestMs + 1_000);
      const [, , stale, again, live] = rig.statesOf(stream);
      expect(stale).toMatch(/^stale: silent for \d+ s$/);
      expect([again, live]).toEqual([`requested: starts over: ${stale!.slice('stale: '.length)}`, 'live']);
      expect(rig.faults).toMatchObject([
        { kind: 'connection', where: expect.stringContaining(stream.channel) as string },
      ]);
      expect(rig.statesOf(book())).toEqual(['requested: wanted', 'live']);
    });

    it('R10: trades and accounts may be silent for ever, other streams as long as the options say', () => {
      const streams = [trades(), { channel: 'v4_subaccounts', id: 'a/0' }, book('QUIET-USD')] as const;
      const rig = new FeedRig({}, { streams, longestSilenceMs: { v4_orderbook: Infinity } }).open().run(300_000, []);
      expect(rig.faults).toEqual([]);
    });

    it('a stream that speaks again before its next resync is trusted again', () => {
      const rig = new FeedRig({}, { streams: [book(), BLOCKS], resyncCooldownMs: 120_000 }).open();
      rig.run(40_000);
      expect(rig.statusOf(BLOCKS)?.state).toMatchObject({ kind: 'stale' });
      rig.run(1_000, [BLOCKS]);
      expect(rig.statusOf(BLOCKS)?.state).toEqual({ kind: 'live' });
    });
  });

  describe('R9: leaves nothing behind', () => {
    it('after 100 reconnects', () => {
      const rig = new FeedRig({}, { streams: [book(), trades(), MARKETS], backoff: { maxFailures: 1_000 } }).open();
      rig.run(2_000);
      const timers = rig.scheduler.pending;
      for (let times = 0; times < 100; times += 1) {
        rig.indexer.alive[0]!.close(1012);
        rig.run(31_000);
      }
      expect(rig.indexer.sockets).toHaveLength(101);
      expect(rig.indexer.alive).toHaveLength(1);
      expect(rig.indexer.alive[0]!.subscriptions.size).toBe(3);
      expect(rig.scheduler.pending).toBe(timers);
      rig.close();
      expect(rig.scheduler.pending).toBe(0);
      expect(rig.indexer.alive).toEqual([]);
    });

    it.each<[string, number]>([
      ['while it connects', 0],
      ['while it is live', 2_000],
      ['while it waits', 2_400],
    ])('when it is unsubscribed %s', (_, ms) => {
      const rig = new FeedRig({ upMs: () => 20, downMs: () => 20 }).open().run(Math.min(ms, 2_000));
      if (ms > 2_000) {
        rig.indexer.sockets[0]!.close(1012);
        rig.pass(100);
      }
      rig.close();
      rig.pass(1_000);
      expect(rig.scheduler.pending).toBe(0);
      expect(rig.indexer.alive).toEqual([]);
      expect(rig.feed.statuses()).toEqual([]);
    });
  });

  it('lets a reader change the streams from within an event, in one order for all readers', () => {
    const rig = new FeedRig({}, { streams: [MARKETS] });
    const seen: [string[], string[]] = [[], []];
    rig.feed.events$.subscribe((event) => {
      seen[0].push(JSON.stringify(event));
      if (event.kind === 'stream' && event.state.kind === 'live') rig.feed.setStreams([MARKETS, book()]);
    });
    rig.feed.events$.subscribe((event) => seen[1].push(JSON.stringify(event)));
    rig.open().pass(10);
    expect(rig.isAllLive).toBe(true);
    expect(rig.feed.statuses()).toHaveLength(2);
    expect(seen[0].slice(-seen[1].length)).toEqual(seen[1]);
  });

  it('samples statuses without opening the feed', () => {
    const rig = new FeedRig({}, { statusEveryMs: 500 });
    const sizes: number[] = [];
    const sampling = rig.feed.statuses$.subscribe((statuses) => sizes.push(statuses.length));
    rig.pass(500);
    expect(rig.indexer.sockets).toEqual([]);
    rig.open().pass(1_000);
    expect(sizes).toEqual([0, 0, 1, 1]);
    sampling.unsubscribe();
    rig.close();
    expect(rig.scheduler.pending).toBe(0);
  });
});
