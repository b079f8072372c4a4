import { type LoggedInput } from '@perpstream/core';
import { collectFaults } from '@perpstream/testing';
import { from } from 'rxjs';
import { decodeInputs } from '../wire/decode-inputs';
import { type StreamRequest } from '../streams/stream-request';
import { BLOCKS, book, FeedRig, MARKETS, trades } from '../test-kit/feed-rig';

/** Mulberry32: small, seeded, good enough to vary a test. */
function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const NOT_FETCHED = 'Internal error, could not fetch data for subscription: v4_orderbook.';

/** Faults that the decoder reports of what the feed said. */
function decoderFaultsOf({ events }: FeedRig): string[][] {
  const sink = collectFaults();
  from(events.map((event, seq): LoggedInput => ({ ...event, seq })))
    .pipe(decodeInputs({ faults: sink }))
    .subscribe();
  return sink.faults
    .filter(({ kind }) => kind === 'blocked' || kind === 'server-error')
    .map(({ kind, message }) => [kind, message]);
}

describe('the limits of the server', () => {
  it('R2: resubscribing 300 streams after a reconnect never trips the limiter, over 100 seeds', () => {
    const ids = Array.from({ length: 100 }, (_, index) => `M${index}-USD`);
    const streams: StreamRequest[] = ids.flatMap((id) => [
      book(id),
      trades(id),
      { channel: 'v4_candles', id: `${id}/1MIN` },
    ]);
    for (let seed = 1; seed <= 100; seed += 1) {
      const random = randomOf(seed);
      const rig = new FeedRig(
        {
          upMs: () => random() * 300,
          downMs: () => random() * 300,
          snapshotMs: () => random() ** 4 * 3_000,
          refuse: () => (random() < 0.1 ? NOT_FETCHED : undefined),
        },
        { streams, random },
      ).open();
      rig.pass(5_000);
      for (const socket of rig.indexer.alive) socket.close(1012);
      rig.pass(30_000);
      const reasons = rig.events.flatMap((event) =>
        event.kind === 'connection' && event.state.kind === 'waiting' ? [event.state.reason] : [],
      );
      expect([seed, reasons]).toEqual([seed, Array.from({ length: 4 }, () => 'closed with code 1012')]);
      expect([seed, rig.isAllLive]).toEqual([seed, true]);
      rig.close();
    }
  });

  it('R2: a stream that is dropped and wanted again in quick turns never trips the limiter', () => {
    const rig = new FeedRig({ upMs: () => 10, downMs: () => 10 }, { streams: [book(), trades()] }).open().pass(100);
    for (let times = 0; times < 20; times += 1) {
      rig.feed.setStreams([trades()]);
      rig.pass(50);
      rig.feed.setStreams([trades(), book()]);
      rig.pass(50);
    }
    rig.pass(2_000);
    expect(rig.connectionStates).toEqual(['0 connecting', '0 open']);
    expect(rig.isAllLive).toBe(true);
    expect([...rig.indexer.alive[0]!.subscriptions].toSorted()).toEqual(['v4_orderbook:BTC-USD', 'v4_trades:BTC-USD']);
  });

  it('all sockets that are lost at once come back apart, within 10 s', () => {
    const random = randomOf(7);
    const streams = Array.from({ length: 640 }, (_, index) => book(`M${index}-USD`));
    const rig = new FeedRig({}, { streams, random }).open().run(15_000, []);
    for (const socket of rig.indexer.alive) socket.close(1012);
    rig.pass(0);
    const fromMs = rig.nowMs;
    const openedAt = new Set<number>();
    while (rig.nowMs - fromMs < 10_000) {
      const before = rig.indexer.sockets.length;
      rig.pass(10);
      if (rig.indexer.sockets.length > before) openedAt.add(rig.nowMs);
    }
    expect(openedAt.size).toBeGreaterThan(10);
    expect(rig.isAllLive).toBe(true);
  });

  it('books are back before trades and candles after a storm', () => {
    const ids = Array.from({ length: 32 }, (_, index) => `M${index}-USD`);
    const streams: StreamRequest[] = ids.flatMap((id) => [
      { channel: 'v4_candles', id: `${id}/1MIN` },
      trades(id),
      book(id),
    ]);
    const rig = new FeedRig({ snapshotMs: () => 100 }, { streams }).open().pass(1_000);
    rig.indexer.sockets[0]!.close(1006);
    rig.pass(1_500);
    const again = rig.indexer.sockets[1]!.requests.map((request) => request.split(' ')[1]);
    expect(again.slice(0, 32)).toEqual(Array.from({ length: 32 }, () => 'v4_orderbook'));
    expect(again.indexOf('v4_candles')).toBeGreaterThan(again.lastIndexOf('v4_orderbook'));
  });
});

describe('R7: every error text of the server leads to a defined end', () => {
  type Line = readonly [text: string, refused: string | undefined, secondAskMs: number | undefined];
  const stream = book();

  it.each<Line>([
    ['Internal error, could not fetch data for subscription: v4_orderbook.', 'refused', 1_000],
    ['Internal error', 'refused', 1_000],
    ['Invalid subscription id for channel: (v4_orderbook-BTC-USD)', 'refused', 60_000],
    ['Invalid channel: v4_orderbook.', 'refused', 60_000],
    ['a text of tomorrow about v4_orderbook.', 'refused', 60_000],
  ])('%s', (text, refused, secondAskMs) => {
    let times = 0;
    const rig = new FeedRig({ refuse: () => (times++ === 0 ? text : undefined) }, { streams: [stream] }).open();
    expect(rig.statusOf(stream)?.state).toEqual({
      kind: refused,
      reason: text,
      retryAtMs: rig.scheduler.now() + secondAskMs!,
    });
    rig.run(secondAskMs! - 50, []);
    expect(times).toBe(1);
    rig.run(100, []);
    expect(times).toBe(2);
    expect(rig.statesOf(stream)).toEqual([
      'requested: wanted',
      `refused: ${text}`,
      'requested: asked for again',
      'live',
    ]);
    expect(rig.faults).toEqual([]);
  });

  it('could not fetch: pauses double up to a minute, and start small again after a success', () => {
    const askedAt: number[] = [];
    const rig = new FeedRig({
      refuse: () => {
        askedAt.push(rig?.nowMs ?? 0);
        return NOT_FETCHED;
      },
    });
    rig.open().run(300_000, []);
    const pauses = askedAt.slice(1).map((ms, index) => ms - askedAt[index]!);
    expect(pauses.slice(0, 8)).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000]);
  });

  it('Too many subscribe attempts: the connection is given up at once, for the server closes it', () => {
    const text = 'Too many subscribe attempts for channel v4_orderbook-BTC-USD. Please  reconnect and try again.';
    let times = 0;
    const rig = new FeedRig({ refuse: () => (times++ === 0 ? text : undefined) }).open().pass(1_000);
    expect(rig.indexer.sockets).toHaveLength(2);
    expect(rig.isAllLive).toBe(true);
  });

  it('already subscribed without a snapshot: unsubscribes and asks again', () => {
    let times = 0;
    const text = 'Invalid subscribe message: already subscribed (v4_orderbook-BTC-USD)';
    const rig = new FeedRig({ refuse: () => (times++ === 0 ? text : undefined) }).open().pass(1_000);
    expect(rig.indexer.sockets[0]!.requests.map((request) => request.split(' ')[0])).toEqual([
      'subscribe',
      'unsubscribe',
      'subscribe',
    ]);
    expect(rig.isAllLive).toBe(true);
  });

  it('no answer at all: one fault, and it is asked for again, ever more rarely', () => {
    const rig = new FeedRig({ refuse: () => 'silence' }, { subscriptionTimeoutMs: 5_000 }).open();
    rig.pass(5_000);
    expect(rig.faults).toMatchObject([{ kind: 'connection', message: 'no answer within 5000 ms, asking again' }]);
    rig.indexer.behaviour = {};
    rig.pass(1_000);
    expect(rig.statesOf(book())).toEqual(['requested: wanted', 'requested: no answer within 5000 ms', 'live']);
  });

  it('an answer that comes after its time-out, when the end is asked for already, is not taken for the begin', () => {
    const behaviour = { upMs: () => 200, snapshotMs: () => 4_900 };
    const rig = new FeedRig(behaviour, { subscriptionTimeoutMs: 5_000 }).open().pass(5_150);
    expect(rig.indexer.sockets[0]!.subscriptions.size).toBe(1);
    rig.indexer.behaviour = { upMs: () => 200 };
    rig.pass(3_000);
    expect(rig.statesOf(book())).toEqual(['requested: wanted', 'requested: no answer within 5000 ms', 'live']);
    expect(rig.isAllLive).toBe(true);
    expect(rig.indexer.sockets[0]!.subscriptions.size).toBe(1);
  });

  it('R12: a compliance block is refused for good, also on the next connection; market data go on', () => {
    const text =
      'Because you appear to be a resident of, or trading from, a jurisdiction that violates our terms of use, you have been blocked.';
    const account: StreamRequest = { channel: 'v4_subaccounts', id: 'dydx1abc/0' };
    const refuse = (channel: string): string | undefined => (channel === 'v4_subaccounts' ? text : undefined);
    const rig = new FeedRig({ refuse }, { streams: [account, book(), MARKETS, BLOCKS] }).open();
    rig.run(5_000);
    expect(rig.statesOf(account)).toEqual(['requested: wanted', `refused: ${text}`]);
    rig.indexer.sockets[0]!.close(1012);
    rig.run(120_000, [book(), MARKETS, BLOCKS]);
    expect(rig.statesOf(account)).toHaveLength(2);
    expect(
      rig.indexer.sockets.flatMap(({ requests }) => requests).filter((one) => one.includes('subacc')),
    ).toHaveLength(1);
    expect(rig.statusOf(account)?.state).toEqual({ kind: 'refused', reason: text });
    expect(rig.statusOf(book())?.state).toEqual({ kind: 'live' });
    expect(rig.faults.map(({ message }) => message)).toEqual([expect.stringContaining('1012')]);
    expect(decoderFaultsOf(rig)).toEqual([['blocked', `the exchange answered: ${text}`]]);
  });
});

describe('R13: several endpoints', () => {
  it('the next is tried when one cannot be reached', () => {
    const rig = new FeedRig({ accepts: (url) => url === 'ws://b' }, { url: ['ws://a', 'ws://b'] }).open();
    rig.pass(1_000);
    expect(rig.indexer.sockets.map(({ url }) => url)).toEqual(['ws://a', 'ws://b']);
    expect(rig.isAllLive).toBe(true);
  });

  it('the loss of any one at any time costs less than a second, and the healthier one is kept to', () => {
    const rig = new FeedRig({}, { url: ['ws://a', 'ws://b'] }).open();
    for (const url of ['ws://a', 'ws://b', 'ws://a', 'ws://b']) {
      rig.run(20_000);
      const socket = rig.indexer.alive[0]!;
      expect(socket.url).toBe(url);
      socket.close(1006);
      rig.pass(1_000);
      expect(rig.isAllLive).toBe(true);
    }
  });
});
