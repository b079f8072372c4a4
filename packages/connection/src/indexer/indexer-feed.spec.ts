import { EventScheduler, unixMs, type FeedEvent, type MarketFeed } from '@perpstream/core';
import { collectFaults, type CollectedFaults } from '@perpstream/testing';
import { once } from 'node:events';
import { type AddressInfo } from 'node:net';
import { type Subscription } from 'rxjs';
import { WebSocketServer, type WebSocket } from 'ws';
import { type IndexerFeedOptions } from '../pool/feed-options';
import { indexerFeed } from './indexer-feed';
import { type StreamRequest } from '../streams/stream-request';

const START_MS = unixMs(1_700_000_000_000);
const BOOK: StreamRequest = { channel: 'v4_orderbook', id: 'BTC-USD' };

type Request = { readonly type: string; readonly channel: string; readonly id?: string; readonly batched?: boolean };
type Peer = { readonly socket: WebSocket; readonly requests: Request[]; send(frame: object): void };
type Script = { onConnection?(peer: Peer): void; onRequest?(peer: Peer, request: Request): void };

const greet = (peer: Peer): void => peer.send({ type: 'connected', connection_id: 'c', message_id: 0 });
const confirm = (peer: Peer, { channel, id }: Request): void =>
  peer.send({ type: 'subscribed', connection_id: 'c', message_id: 1, channel, id, contents: {} });
const refuse = (peer: Peer, { channel, id }: Request, message: string): void =>
  peer.send({ type: 'error', message, connection_id: 'c', message_id: 1, channel, id });

/** An Indexer that does what the script of a test says; by default it greets and confirms. */
class ScriptedServer {
  readonly peers: Peer[] = [];
  readonly server: WebSocketServer;
  url = '';
  #peersWanted: { readonly count: number; readonly resolve: () => void }[] = [];

  constructor(script: Script = {}) {
    this.server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
    this.server.on('connection', (socket) => {
      const peer: Peer = { socket, requests: [], send: (frame) => socket.send(JSON.stringify(frame)) };
      this.peers.push(peer);
      socket.on('message', (data: Buffer) => {
        const request = JSON.parse(data.toString()) as Request;
        peer.requests.push(request);
        (script.onRequest ?? confirm)(peer, request);
      });
      (script.onConnection ?? greet)(peer);
      this.#peersWanted.filter(({ count }) => count <= this.peers.length).forEach(({ resolve }) => resolve());
    });
  }

  async peer(index = 0): Promise<Peer> {
    if (this.peers.length <= index) {
      await new Promise<void>((resolve) => this.#peersWanted.push({ count: index + 1, resolve }));
    }
    return this.peers[index]!;
  }

  async close(): Promise<void> {
    this.peers.forEach(({ socket }) => socket.terminate());
    await new Promise((resolve) => this.server.close(resolve));
  }
}

/** Keeps what a feed says and waits for what it will say. Every wait starts where the last one ended. */
class Listener {
  readonly events: FeedEvent[] = [];
  readonly subscription: Subscription;
  #seen = 0;
  #wake: () => void = () => undefined;

  constructor({ events$ }: MarketFeed) {
    this.subscription = events$.subscribe((event) => {
      this.events.push(event);
      this.#wake();
    });
  }

  async until(isIt: (event: FeedEvent) => boolean): Promise<FeedEvent> {
    for (;;) {
      while (this.#seen < this.events.length) {
        const event = this.events[this.#seen++]!;
        if (isIt(event)) return event;
      }
      await new Promise<void>((resolve) => (this.#wake = resolve));
    }
  }

  state(kind: string, connection = 0): Promise<FeedEvent> {
    return this.until((event) => {
      return event.kind === 'connection' && event.state.kind === kind && event.state.connection === connection;
    });
  }

  frame(part: string): Promise<FeedEvent> {
    return this.until((event) => event.kind === 'frame' && event.text.includes(part));
  }

  get states(): string[] {
    return this.events.flatMap((event) => (event.kind === 'connection' ? [event.state.kind] : []));
  }
}

describe('indexerFeed', () => {
  let server: ScriptedServer;
  let scheduler: EventScheduler;
  let faults: CollectedFaults;
  let listeners: Listener[];

  const serve = async (script?: Script): Promise<void> => {
    server = new ScriptedServer(script);
    await once(server.server, 'listening');
    server.url = `ws://127.0.0.1:${(server.server.address() as AddressInfo).port}/v4/ws`;
  };
  const feedOf = (options: Partial<IndexerFeedOptions> = {}): MarketFeed =>
    indexerFeed({
      url: server.url,
      streams: [BOOK],
      clock: scheduler,
      scheduler,
      random: () => 0.5,
      faults,
      ...options,
    });
  const listen = (options: Partial<IndexerFeedOptions> = {}): Listener => {
    const listener = new Listener(feedOf(options));
    listeners.push(listener);
    return listener;
  };
  const pass = (ms: number): void => scheduler.advanceTo(unixMs(scheduler.now() + ms));

  beforeEach(() => {
    scheduler = new EventScheduler(START_MS);
    faults = collectFaults();
    listeners = [];
  });
  afterEach(async () => {
    listeners.forEach(({ subscription }) => subscription.unsubscribe());
    await server.close();
  });

  describe('while all is well', () => {
    it('asks for its streams only after the greeting, batched, and without id where the channel has none', async () => {
      await serve({ onConnection: () => undefined });
      const feed = listen({
        streams: [
          BOOK,
          { channel: 'v4_markets' },
          { channel: 'v4_block_height' },
          { channel: 'v4_subaccounts', id: 'a/0' },
        ],
      });
      const peer = await server.peer();
      peer.socket.ping();
      await once(peer.socket, 'pong');
      expect(peer.requests).toEqual([]);
      greet(peer);
      await feed.frame('"v4_orderbook"');
      expect(peer.requests).toEqual([
        { type: 'subscribe', channel: 'v4_markets', batched: true },
        { type: 'subscribe', channel: 'v4_block_height', batched: false },
        { type: 'subscribe', channel: 'v4_subaccounts', id: 'a/0', batched: false },
        { type: 'subscribe', channel: 'v4_orderbook', id: 'BTC-USD', batched: true },
      ]);
    });

    it('tells connecting and open, and forwards every text frame as it came, with its time and socket', async () => {
      await serve();
      const feed = listen();
      await feed.frame('subscribed');
      pass(12.3456);
      const text = '{"type":"channel_data","channel":"v4_orderbook","id":"BTC-USD","contents":{"note":"für €"}}';
      (await server.peer()).socket.send(text);
      const frame = await feed.frame('channel_data');
      expect(frame).toEqual({ kind: 'frame', connection: 0, receivedUs: 1_700_000_000_012_346, text });
      expect(feed.events.map((event) => (event.kind === 'frame' ? event.text.slice(0, 16) : event.state))).toEqual([
        { kind: 'connecting', connection: 0, attempt: 1 },
        { kind: 'requested', reason: 'wanted' },
        { kind: 'open', connection: 0, connectionId: 'c' },
        '{"type":"connect',
        '{"type":"subscri',
        { kind: 'live' },
        '{"type":"channel',
      ]);
      expect(faults.faults).toEqual([]);
    });

    it('puts a frame with line ends on one line, so that it can be recorded', async () => {
      await serve();
      const feed = listen();
      (await server.peer()).socket.send('{\r\n  "type": "note"\n}');
      expect(await feed.frame('note')).toMatchObject({ text: '{   "type": "note" }' });
    });

    it('reports a binary frame and goes on', async () => {
      await serve();
      const feed = listen();
      const { socket } = await server.peer();
      socket.send(Buffer.from([1, 2, 3]));
      socket.send('{"type":"after"}');
      await feed.frame('after');
      expect(faults.faults).toMatchObject([{ kind: 'malformed-frame', where: 'connection 0' }]);
    });

    it('never lets receive times decrease when the clock is set back', async () => {
      let nowMs = 2_000;
      await serve();
      const feed = listen({ clock: { now: () => unixMs(nowMs) } });
      await feed.frame('subscribed');
      nowMs = 1_000;
      (await server.peer()).socket.send('{"type":"later"}');
      expect((await feed.frame('later')).receivedUs).toBe(2_000_000);
    });

    it('carries 33 books over two numbered sockets', async () => {
      await serve();
      const streams = Array.from(
        { length: 33 },
        (_, index) => ({ channel: 'v4_orderbook', id: `M${index}-USD` }) as const,
      );
      const feed = listen({ streams });
      expect(await feed.frame('"M32-USD"')).toMatchObject({ connection: 1 });
      expect(server.server.clients.size).toBe(2);
      const asked = server.peers.map(({ requests }) => requests.length).sort((a, b) => a - b);
      expect(asked[0]).toBe(1);
    });

    it('shares its sockets between subscribers and closes them when the last one leaves', async () => {
      await serve();
      const feed = feedOf();
      const first = new Listener(feed);
      const second = new Listener(feed);
      listeners.push(first, second);
      await Promise.all([first.frame('subscribed'), second.frame('subscribed')]);
      expect(server.peers).toHaveLength(1);
      first.subscription.unsubscribe();
      const { socket } = await server.peer();
      expect(socket.readyState).toBe(socket.OPEN);
      second.subscription.unsubscribe();
      await once(socket, 'close');
      const third = new Listener(feed);
      listeners.push(third);
      expect(await third.state('open')).toBeDefined();
    });
  });

  describe('when a socket is lost', () => {
    it('waits with jitter, says why, connects again and asks for everything anew', async () => {
      await serve();
      const feed = listen();
      await feed.frame('subscribed');
      (await server.peer()).socket.close(1012, '{"message":"Service restarting"}');
      expect(await feed.state('waiting')).toMatchObject({
        state: {
          connection: 0,
          attempt: 1,
          retryAtMs: START_MS + 500,
          reason: 'closed with code 1012, {"message":"Service restarting"}',
        },
      });
      expect(faults.faults).toMatchObject([
        {
          kind: 'connection',
          where: `connection 0 ${server.url}`,
          message: expect.stringContaining('again in 500 ms') as string,
        },
      ]);
      pass(499);
      expect(feed.states.at(-1)).toBe('waiting');
      pass(1);
      expect(await feed.state('connecting')).toMatchObject({ state: { attempt: 2 } });
      await feed.frame('subscribed');
      expect((await server.peer(1)).requests).toMatchObject([{ channel: 'v4_orderbook', id: 'BTC-USD' }]);
    });

    it('leaves the other sockets alone', async () => {
      await serve();
      const books = Array.from({ length: 33 }, (_, index) => ({ channel: 'v4_trades', id: `M${index}` }) as const);
      const feed = listen({ streams: books });
      await feed.frame('"M32"');
      const [lost, kept] = server.peers[0]!.requests.length === 1 ? [1, 0] : [0, 1];
      server.peers[lost]!.socket.terminate();
      await feed.state('waiting', 0);
      server.peers[kept]!.socket.send('{"type":"still here"}');
      expect(await feed.frame('still here')).toMatchObject({ connection: 1 });
    });

    it('forgets earlier failures only after a connection that stayed open long enough', async () => {
      await serve();
      const feed = listen({ silenceMs: 100_000, backoff: { healthyMs: 5_000 } });
      const lose = async (index: number, openMs: number): Promise<FeedEvent> => {
        const { socket } = await server.peer(index);
        await feed.frame('subscribed');
        pass(openMs);
        socket.terminate();
        const waiting = await feed.state('waiting');
        pass(30_000);
        return waiting;
      };
      expect(await lose(0, 0)).toMatchObject({ state: { attempt: 1 } });
      expect(await lose(1, 4_999)).toMatchObject({ state: { attempt: 2 } });
      expect(await lose(2, 5_000)).toMatchObject({ state: { attempt: 1 } });
    });

    it('keeps one socket and no more timers after many reconnects', async () => {
      await serve();
      const feed = listen({ silenceMs: 1e9, backoff: { maxFailures: 1_000 } });
      await feed.frame('subscribed');
      const timers = scheduler.pending;
      for (let index = 0; index < 30; index += 1) {
        server.peers[index]!.socket.terminate();
        await feed.state('waiting');
        pass(30_000);
        await feed.frame('subscribed');
      }
      expect(scheduler.pending).toBe(timers);
      expect(server.server.clients.size).toBe(1);
    });

    it('opens the circuit after too many failures and then sends one probe at a time', async () => {
      await serve();
      await server.close();
      const feed = listen({ backoff: { maxFailures: 2, probeMs: 60_000 } });
      expect(await feed.state('waiting')).toMatchObject({
        state: { reason: expect.stringContaining('ECONNREFUSED') as string },
      });
      pass(500);
      expect(await feed.state('circuit-open')).toMatchObject({ state: { probeAtMs: START_MS + 60_500 } });
      pass(60_000);
      await feed.state('circuit-open');
      expect(feed.states).toEqual([
        'connecting',
        'waiting',
        'connecting',
        'circuit-open',
        'connecting',
        'circuit-open',
      ]);
      expect(faults.faults.map(({ kind }) => kind)).toEqual(['connection', 'connection', 'connection']);
      expect(feed.subscription.closed).toBe(false);
    });
  });

  describe('when a socket falls silent', () => {
    it('is degraded, then lost', async () => {
      await serve();
      const feed = listen();
      await feed.frame('subscribed');
      pass(9_999);
      expect(feed.states.at(-1)).toBe('open');
      pass(1);
      expect(await feed.state('degraded')).toMatchObject({ state: { silentMs: 10_000 } });
      expect(await feed.state('waiting')).toMatchObject({ state: { reason: 'nothing received for 10000 ms' } });
    });

    it.each([
      ['a ping', (peer: Peer): Promise<unknown> => (peer.socket.ping(), once(peer.socket, 'pong'))],
      ['a frame', (peer: Peer, feed: Listener): Promise<unknown> => (peer.send({ type: 'x' }), feed.frame('"x"'))],
    ])('counts %s of the server as a sign of life', async (_, live) => {
      await serve();
      const feed = listen();
      await feed.frame('subscribed');
      pass(9_000);
      await live(await server.peer(), feed);
      pass(9_999);
      expect(feed.states.at(-1)).toBe('open');
      pass(1);
      await feed.state('waiting');
    });

    it('is lost without having been open when no greeting comes', async () => {
      await serve({ onConnection: () => undefined });
      const feed = listen();
      await server.peer();
      pass(10_000);
      await feed.state('waiting');
      expect(feed.states).toEqual(['connecting', 'waiting']);
    });
  });

  describe('when a stream is refused', () => {
    const COULD_NOT_FETCH = 'Internal error, could not fetch data for subscription: v4_orderbook.';

    it('asks again when the server could not fetch the snapshot', async () => {
      let refusals = 2;
      await serve({
        onRequest: (peer, request) =>
          refusals-- > 0 ? refuse(peer, request, COULD_NOT_FETCH) : confirm(peer, request),
      });
      const feed = listen({ silenceMs: 1e9 });
      const { requests } = await server.peer();
      await feed.frame('could not fetch');
      pass(1_000);
      await feed.frame('could not fetch');
      expect(requests).toHaveLength(2);
      pass(2_000);
      await feed.frame('subscribed');
      pass(59_000);
      expect(requests).toHaveLength(3);
      expect(faults.faults).toEqual([]);
    });

    it('says so in the stream, asks again after the time that the text suggests, and leaves the fault to the decoder', async () => {
      await serve({ onRequest: (peer, request) => refuse(peer, request, 'Invalid subscription id for channel: (x)') });
      const feed = listen({ silenceMs: 1e9 });
      await feed.frame('Invalid');
      expect(await feed.until((event) => event.kind === 'stream')).toMatchObject({
        channel: 'v4_orderbook',
        id: 'BTC-USD',
        state: { kind: 'refused', retryAtMs: START_MS + 60_000 },
      });
      pass(59_999);
      expect((await server.peer()).requests).toHaveLength(1);
      pass(1);
      await feed.frame('Invalid');
      expect(faults.faults).toEqual([]);
    });

    it('asks again when no answer comes', async () => {
      await serve({ onRequest: () => undefined });
      const feed = listen({ silenceMs: 1e9, subscriptionTimeoutMs: 5_000 });
      await feed.frame('connected');
      const { socket, requests } = await server.peer();
      pass(5_000);
      expect(faults.faults).toMatchObject([{ message: 'no answer within 5000 ms, asking again' }]);
      pass(1_000);
      await once(socket, 'message');
      expect(requests).toHaveLength(2);
    });
  });

  describe('when it is unsubscribed', () => {
    it('leaves neither socket nor timer while open', async () => {
      await serve();
      const feed = listen();
      await feed.frame('subscribed');
      const { socket } = await server.peer();
      feed.subscription.unsubscribe();
      expect(scheduler.pending).toBe(0);
      await once(socket, 'close');
      expect(server.server.clients.size).toBe(0);
    });

    it('leaves no timer while a stream is not confirmed', async () => {
      await serve({ onRequest: () => undefined });
      const feed = listen();
      await feed.frame('connected');
      feed.subscription.unsubscribe();
      expect(scheduler.pending).toBe(0);
    });

    it('leaves no timer during the handshake', async () => {
      await serve();
      const feed = listen();
      feed.subscription.unsubscribe();
      expect(scheduler.pending).toBe(0);
    });

    it('leaves no timer while it waits', async () => {
      await serve();
      const feed = listen();
      await feed.frame('subscribed');
      (await server.peer()).socket.terminate();
      await feed.state('waiting');
      feed.subscription.unsubscribe();
      expect(scheduler.pending).toBe(0);
    });
  });
});

describe('indexerFeed options', () => {
  const scheduler = new EventScheduler();
  const valid = {
    url: 'ws://127.0.0.1:1',
    streams: [BOOK],
    clock: scheduler,
    scheduler,
    random: () => 0,
    faults: collectFaults(),
  };

  it.each<[string, Partial<IndexerFeedOptions>, string]>([
    ['an http address', { url: 'http://x' }, 'url must be'],
    ['no address', { url: 'ws://' }, 'url must be'],
    ['no stream', { streams: [] }, 'at least one'],
    ['a stream without id', { streams: [{ channel: 'v4_trades' }] }, 'v4_trades needs an id of the form TICKER'],
    ['no silence', { silenceMs: 0 }, 'silenceMs must be > 0, was 0'],
    ['no patience', { subscriptionTimeoutMs: NaN }, 'subscriptionTimeoutMs must be > 0, was NaN'],
    ['no endpoint', { url: [] }, 'url must name at least one endpoint'],
    ['one wrong endpoint of two', { url: ['ws://a', 'b'] }, 'url must be a ws:// or wss:// URL, was "b"'],
    ['no request at a time', { requestsAtOnce: 0 }, 'requestsAtOnce must be a whole number >= 1, was 0'],
    ['half a request', { requestsAtOnce: 1.5 }, 'requestsAtOnce must be a whole number >= 1, was 1.5'],
    ['a loss before it happens', { lateMs: -1 }, 'lateMs must be >= 0, was -1'],
    ['a doubt before it arises', { doubtMs: NaN }, 'doubtMs must be >= 0, was NaN'],
    ['a negative pause', { resyncCooldownMs: -1 }, 'resyncCooldownMs must be >= 0, was -1'],
    ['no silence of a stream', { longestSilenceMs: { v4_trades: 0 } }, 'longestSilenceMs.v4_trades must be > 0, was 0'],
    ['no time between statuses', { statusEveryMs: 0 }, 'statusEveryMs must be > 0, was 0'],
    ['a back-off of nothing', { backoff: { initialMs: 0 } }, 'backoff.initialMs must be > 0, was 0'],
  ])('refuse %s', (_, given, message) => {
    expect(() => indexerFeed({ ...valid, ...given })).toThrow(RangeError);
    expect(() => indexerFeed({ ...valid, ...given })).toThrow(message);
  });
});
