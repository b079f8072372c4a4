import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { ExchangeClient, type ServerMessage } from '../test-kit/exchange-client';
import { HandClock } from '../test-kit/hand-clock';
import { StaticVenue } from '../test-kit/static-venue';
import type { LocalExchangeOptions } from './local-exchange-options';
import { startLocalExchange, type LocalExchange } from './start-local-exchange';

jest.setTimeout(30_000);

const running: LocalExchange[] = [];

async function start(venue: StaticVenue, options: Partial<LocalExchangeOptions> = {}): Promise<LocalExchange> {
  const exchange = await startLocalExchange({ port: 0, venue, batchIntervalMs: 10, ...options });
  running.push(exchange);
  return exchange;
}

afterEach(async () => {
  await Promise.all(running.splice(0).map((exchange) => exchange.stop()));
});

/** A venue whose first state takes as long as a test wants. */
class SlowVenue extends StaticVenue {
  finishOpening!: () => void;
  failOpening!: (error: Error) => void;
  readonly #opening = new Promise<void>((resolve, reject) => {
    this.finishOpening = resolve;
    this.failOpening = reject;
  });

  override async open(runtime: Parameters<StaticVenue['open']>[0]): Promise<void> {
    await this.#opening;
    await super.open(runtime);
    this.bid('AAA-USD', '99', '1');
  }
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => probe.once('listening', resolve));
  const { port } = probe.address() as AddressInfo;
  await new Promise((resolve) => probe.close(resolve));
  return port;
}

/** A client whose handshake has reached the exchange and is not answered yet. */
async function waitingClient(port: number): Promise<{ readonly socket: Socket; readonly closed: Promise<unknown> }> {
  const socket = connect(port, '127.0.0.1');
  const closed = new Promise((resolve) => socket.on('error', () => undefined).once('close', resolve));
  socket.write(
    'GET /v4/ws HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n' +
      'Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n',
  );
  await new Promise((resolve) => setTimeout(resolve, 50));
  return { socket, closed };
}

const isError = ({ type }: ServerMessage): boolean => type === 'error';
const isSubscribed = ({ type }: ServerMessage): boolean => type === 'subscribed';

describe('connecting', () => {
  it('greets with message 0 and a connection id in the layout of a UUID', async () => {
    const { wsUrl } = await start(new StaticVenue());
    const { messages } = await ExchangeClient.connect(wsUrl);
    expect(messages).toEqual([{ type: 'connected', connection_id: expect.any(String) as string, message_id: 0 }]);
    expect(messages[0]!['connection_id']).toMatch(
      /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
    );
  });

  it('accepts any path and counts its clients', async () => {
    const exchange = await start(new StaticVenue());
    const { port } = new URL(exchange.wsUrl);
    const one = await ExchangeClient.connect(`ws://127.0.0.1:${port}/elsewhere`);
    const two = await ExchangeClient.connect(exchange.wsUrl);
    expect(exchange.clients()).toBe(2);
    expect(one.messages[0]!['connection_id']).not.toBe(two.messages[0]!['connection_id']);
    await one.close();
    two.send('nonsense');
    await two.next();
    expect(exchange.clients()).toBe(1);
  });

  it('holds clients back until the venue has its first state', async () => {
    const venue = new SlowVenue();
    const port = await freePort();
    const starting = start(venue, { port });
    const answer = fetch(`http://127.0.0.1:${port}/v4/orderbooks/perpetualMarket/AAA-USD`);
    venue.finishOpening();
    await starting;
    expect(await (await answer).json()).toEqual({ bids: [{ price: '99', size: '1' }], asks: [] });
  });

  it('does not mind a client that is lost while it is held back', async () => {
    const venue = new SlowVenue();
    const port = await freePort();
    const starting = start(venue, { port });
    const { socket } = await waitingClient(port);
    socket.resetAndDestroy();
    await new Promise((resolve) => setTimeout(resolve, 20));
    venue.finishOpening();
    expect((await starting).clients()).toBe(0);
  });

  it('sends clients away that wait for a venue that fails to open', async () => {
    const venue = new SlowVenue();
    const port = await freePort();
    const starting = start(venue, { port });
    const { closed } = await waitingClient(port);
    venue.failOpening(new Error('no such recording'));
    await expect(starting).rejects.toThrow('no such recording');
    await closed;
  });
});

describe('subscribing', () => {
  it('answers with the state as snapshot, then sends updates at once, ids counting up', async () => {
    const venue = new StaticVenue();
    const client = await ExchangeClient.connect((await start(venue)).wsUrl);
    venue.bid('AAA-USD', '99', '1');
    venue.ask('AAA-USD', '101', '2');
    client.subscribe('v4_orderbook', 'AAA-USD');
    const contents = { bids: [{ price: '99', size: '1' }], asks: [{ price: '101', size: '2' }] };
    expect(await client.next()).toMatchObject({ message_id: 1, contents });
    venue.bid('AAA-USD', '98', '3');
    venue.ask('AAA-USD', '101', '0');
    expect(await client.next()).toMatchObject({ message_id: 2, contents: { bids: [['98', '3']] } });
    expect(await client.next()).toMatchObject({ message_id: 3, contents: { asks: [['101', '0']] } });
  });

  it('writes envelopes with keys in the order of the Indexer', async () => {
    const venue = new StaticVenue();
    const client = await ExchangeClient.connect((await start(venue)).wsUrl);
    const connection = String(client.messages[0]!['connection_id']);
    client.subscribe('v4_orderbook', 'AAA-USD');
    await client.next();
    venue.bid('AAA-USD', '99', '1');
    client.send({ type: 'unsubscribe', channel: 'v4_orderbook', id: 'AAA-USD' });
    await client.next(({ type }) => type === 'unsubscribed');
    expect(client.texts.slice(1)).toEqual([
      `{"type":"subscribed","connection_id":"${connection}","message_id":1,"channel":"v4_orderbook","id":"AAA-USD","contents":{"bids":[],"asks":[]}}`,
      `{"type":"channel_data","connection_id":"${connection}","message_id":2,"id":"AAA-USD","channel":"v4_orderbook","version":"1.0.0","contents":{"bids":[["99","1"]]}}`,
      `{"type":"unsubscribed","connection_id":"${connection}","message_id":3,"channel":"v4_orderbook","id":"AAA-USD"}`,
    ]);
  });

  it('gathers the updates of batched subscribers into one message per flush', async () => {
    const venue = new StaticVenue();
    const { wsUrl } = await start(venue);
    const [one, two] = [await ExchangeClient.connect(wsUrl), await ExchangeClient.connect(wsUrl)];
    for (const client of [one, two]) {
      client.subscribe('v4_trades', 'AAA-USD', true);
      await client.next();
    }
    venue.trade('AAA-USD', '000000010000000200000000');
    venue.trade('AAA-USD', '000000010000000200000001');
    for (const client of [one, two]) {
      const batch = await client.next();
      expect(batch).toMatchObject({ type: 'channel_batch_data', message_id: 2, version: '2.1.0', id: 'AAA-USD' });
      const ids = (batch.contents as { trades: { id: string }[] }[]).map(({ trades: [trade] }) => trade!.id);
      expect(ids).toEqual(['000000010000000200000000', '000000010000000200000001']);
    }
    venue.trade('AAA-USD', '000000020000000200000000');
    expect((await one.next()).contents).toHaveLength(1);
  });

  it('sends a late batched subscriber what was buffered before its snapshot', async () => {
    const venue = new StaticVenue();
    const { wsUrl } = await start(venue, { batchIntervalMs: 60_000 });
    const early = await ExchangeClient.connect(wsUrl);
    early.subscribe('v4_orderbook', 'AAA-USD', true);
    await early.next();
    for (let level = 1; level <= 1_999; level += 1) venue.bid('AAA-USD', String(level), '1');
    const late = await ExchangeClient.connect(wsUrl);
    late.subscribe('v4_orderbook', 'AAA-USD', true);
    await late.next();
    venue.bid('AAA-USD', '2000', '1');
    const batch = await late.next();
    expect(batch.contents).toHaveLength(2_000);
    expect((batch.contents as object[])[0]).toEqual({ bids: [['1', '1']] });
  });

  it('leaves the id out of v4_markets and is silent for a subscription with an id', async () => {
    const venue = new StaticVenue();
    const { wsUrl } = await start(venue);
    const [plain, named] = [await ExchangeClient.connect(wsUrl), await ExchangeClient.connect(wsUrl)];
    plain.subscribe('v4_markets');
    named.subscribe('v4_markets', 'AAA-USD');
    for (const client of [plain, named]) {
      const { contents, ...envelope } = await client.next();
      expect(Object.keys(envelope)).toEqual(['type', 'connection_id', 'message_id', 'channel']);
      expect(Object.keys((contents as { markets: object }).markets)).toEqual(['AAA-USD', 'BBB-USD']);
    }
    const trading = { 'AAA-USD': { trades24H: 7 } };
    venue.publish({ channel: 'v4_markets', id: 'v4_markets', contents: { trading } });
    expect(Object.keys(await plain.next())).toEqual([
      'type',
      'connection_id',
      'message_id',
      'channel',
      'version',
      'contents',
    ]);
    named.send('nonsense');
    expect((await named.next()).type).toBe('error');
  });

  it('names the height differently in the snapshot and in updates', async () => {
    const venue = new StaticVenue();
    const client = await ExchangeClient.connect((await start(venue)).wsUrl);
    venue.block(41);
    client.subscribe('v4_block_height');
    expect(await client.next()).toMatchObject({ id: 'v4_block_height', contents: { height: '41' } });
    venue.block(42);
    expect(await client.next()).toMatchObject({
      id: 'v4_block_height',
      version: '1.0.0',
      contents: { blockHeight: '42' },
    });
  });

  it('has no data for a height before the first block', async () => {
    const client = await ExchangeClient.connect((await start(new StaticVenue())).wsUrl);
    client.subscribe('v4_block_height');
    expect(await client.next()).toMatchObject({
      type: 'error',
      message: 'Internal error, could not fetch data for subscription: v4_block_height.',
      channel: 'v4_block_height',
      id: 'v4_block_height',
    });
  });

  it('answers for an unknown subaccount with an empty object', async () => {
    const client = await ExchangeClient.connect((await start(new StaticVenue())).wsUrl);
    client.subscribe('v4_subaccounts', 'dydx1abc/0');
    expect(await client.next()).toMatchObject({ type: 'subscribed', id: 'dydx1abc/0', contents: {} });
  });

  it('gives a late subscriber what an early one has put together', async () => {
    const venue = new StaticVenue();
    const { wsUrl } = await start(venue);
    const early = await ExchangeClient.connect(wsUrl);
    early.subscribe('v4_trades', 'AAA-USD');
    await early.next();
    venue.trade('AAA-USD', '0000000a0000000200000000', '100');
    venue.trade('AAA-USD', '0000000b0000000200000000', '101');
    const late = await ExchangeClient.connect(wsUrl);
    late.subscribe('v4_trades', 'AAA-USD');
    const { trades } = (await late.next()).contents as { trades: { price: string; createdAtHeight: string }[] };
    expect(trades.map(({ price, createdAtHeight }) => [price, createdAtHeight])).toEqual([
      ['101', '11'],
      ['100', '10'],
    ]);
  });

  it('reserves the id of a subscribe but answers after updates when snapshots are slow, losing what comes between', async () => {
    const venue = new StaticVenue();
    const client = await ExchangeClient.connect((await start(venue, { snapshotLatencyMs: [30, 30] })).wsUrl);
    client.subscribe('v4_orderbook', 'AAA-USD');
    await client.next(isSubscribed);
    const readBook = venue.state.book.bind(venue.state);
    venue.state.book = (ticker) => {
      queueMicrotask(() => {
        venue.bid('BBB-USD', '5', '1');
        venue.bid('AAA-USD', '6', '1');
      });
      return readBook(ticker);
    };
    client.subscribe('v4_orderbook', 'BBB-USD');
    const ids = [await client.next(), await client.next()].map(({ type, id, message_id }) => [type, id, message_id]);
    expect(ids).toEqual([
      ['channel_data', 'AAA-USD', 3],
      ['subscribed', 'BBB-USD', 2],
    ]);
    expect(client.messages.at(-1)!.contents).toEqual({ bids: [], asks: [] });
  });

  it('tells the venue once that somebody subscribed', async () => {
    const venue = new StaticVenue();
    const client = await ExchangeClient.connect((await start(venue)).wsUrl);
    expect(venue.firstSubscriptions).toBe(0);
    client.subscribe('v4_markets');
    client.subscribe('v4_trades', 'AAA-USD');
    await client.next(({ channel }) => channel === 'v4_trades');
    expect(venue.firstSubscriptions).toBe(1);
  });
});

describe('refusing', () => {
  it.each([
    ['text that is not JSON', '{', 'Invalid message: could not parse'],
    ['a message without a type', '{}', 'Invalid message: type is required'],
    ['a message of an unknown type', '{"type":"dance"}', 'Invalid message type: dance'],
    ['a subscribe without a channel', '{"type":"subscribe"}', 'Invalid subscribe message: channel is required'],
    ['an unknown channel', '{"type":"subscribe","channel":"v9_x"}', 'Invalid channel: v9_x'],
    ['a missing id', '{"type":"subscribe","channel":"v4_trades"}', 'Invalid id: undefined'],
  ])('answers %s with the current message id', async (_name, text, message) => {
    const client = await ExchangeClient.connect((await start(new StaticVenue())).wsUrl);
    client.send(text);
    const connection_id = client.messages[0]!['connection_id'];
    expect(await client.next()).toEqual({ type: 'error', message, connection_id, message_id: 0 });
  });

  it.each([
    ['v4_orderbook', 'ZZZ-USD'],
    ['v4_trades', 'ZZZ-USD'],
    ['v4_candles', 'AAA-USD/2MINS'],
    ['v4_candles', 'AAA-USD'],
    ['v4_subaccounts', 'dydx1abc/128000'],
    ['v4_parent_subaccounts', 'dydx1abc/128'],
  ])('refuses %s of %s with a message id of its own', async (channel, id) => {
    const client = await ExchangeClient.connect((await start(new StaticVenue())).wsUrl);
    client.subscribe(channel, id);
    const message = `Invalid subscription id for channel: (${channel}-${id})`;
    expect(await client.next()).toMatchObject({ type: 'error', message, message_id: 1 });
  });

  it('refuses a second subscription, and closes with 1008 at the third within a second', async () => {
    const client = await ExchangeClient.connect((await start(new StaticVenue())).wsUrl);
    for (let times = 0; times < 3; times += 1) client.subscribe('v4_trades', 'AAA-USD');
    expect((await client.next()).type).toBe('subscribed');
    expect((await client.next())['message']).toBe('Invalid subscribe message: already subscribed (v4_trades-AAA-USD)');
    expect((await client.next())['message']).toBe(
      'Too many subscribe attempts for channel v4_trades-AAA-USD. Please  reconnect and try again.',
    );
    expect(await client.closed).toEqual({ code: 1008, reason: '{"message":"Rate limited"}' });
  });

  it('takes the same subscription again once a second has passed', async () => {
    const clock = new HandClock();
    const client = await ExchangeClient.connect((await start(new StaticVenue(), { clock })).wsUrl);
    for (let times = 0; times < 5; times += 1) {
      client.subscribe('v4_trades', 'AAA-USD');
      await client.next(isSubscribed);
      client.send({ type: 'unsubscribe', channel: 'v4_trades', id: 'AAA-USD' });
      await client.next();
      clock.nowMs += 600;
    }
    expect(client.messages.filter(isSubscribed)).toHaveLength(5);
  });

  it('closes with 1008 at the third invalid message within a second', async () => {
    const client = await ExchangeClient.connect((await start(new StaticVenue())).wsUrl);
    for (let times = 0; times < 3; times += 1) client.send('nonsense');
    expect(await client.closed).toMatchObject({ code: 1008 });
    expect(client.messages.at(-1)!['message']).toBe('Too many invalid messages. Please reconnect and try again.');
  });

  it.each([
    ['v4_orderbook', 32],
    ['v4_candles', 32],
    ['v4_subaccounts', 256],
    ['v4_block_height', 1],
  ])('allows %s %d subscriptions on a connection', async (channel, limit) => {
    const tickers = Array.from({ length: 33 }, (_, at) => `M${at}-USD`);
    const venue = new StaticVenue(tickers);
    venue.block(1);
    const client = await ExchangeClient.connect((await start(venue)).wsUrl);
    const idOf = (at: number): string =>
      ({ v4_subaccounts: `dydx1abc/${at}`, v4_candles: `M${at}-USD/1MIN`, v4_block_height: 'x'.repeat(at + 1) })[
        channel
      ] ?? `M${at}-USD`;
    for (let at = 0; at <= limit; at += 1) client.subscribe(channel, idOf(at));
    const refusal = await client.next(isError);
    expect(refusal['message']).toBe(`Per-connection subscription limit reached for ${channel} (limit=${limit}).`);
    expect(client.messages.filter(isSubscribed)).toHaveLength(limit);
    client.send({ type: 'unsubscribe', channel, id: idOf(0) });
    client.subscribe(channel, idOf(limit));
    await client.next(isSubscribed);
  });

  it('does not count refused subscribes toward the cap', async () => {
    const client = await ExchangeClient.connect((await start(new StaticVenue())).wsUrl);
    for (let at = 0; at < 40; at += 1) client.subscribe('v4_trades', `Z${at}-USD`);
    client.subscribe('v4_trades', 'AAA-USD');
    expect(await client.next(isSubscribed)).toMatchObject({ message_id: 41 });
  });

  it('ignores the ping of an application', async () => {
    const client = await ExchangeClient.connect((await start(new StaticVenue())).wsUrl);
    client.send({ type: 'ping' });
    client.subscribe('v4_markets');
    expect(await client.next()).toMatchObject({ type: 'subscribed', message_id: 1 });
  });
});

describe('heartbeat', () => {
  it('pings and closes a client that does not answer with 1011', async () => {
    const { wsUrl } = await start(new StaticVenue(), { heartbeatIntervalMs: 10, heartbeatTimeoutMs: 20 });
    const client = await ExchangeClient.connect(wsUrl, { autoPong: false });
    expect(await client.closed).toEqual({ code: 1011, reason: 'Heartbeat timeout' });
  });

  it('says that something went wrong inside, and goes on', async () => {
    const venue = new StaticVenue();
    const client = await ExchangeClient.connect((await start(venue)).wsUrl);
    const readTrades = venue.state.trades.bind(venue.state);
    venue.state.trades = () => {
      throw new Error('no memory left');
    };
    client.subscribe('v4_trades', 'AAA-USD');
    expect(await client.next()).toMatchObject({ type: 'error', message: 'Internal error', message_id: 1 });
    venue.state.trades = readTrades;
    client.subscribe('v4_trades', 'BBB-USD');
    expect(await client.next()).toMatchObject({ type: 'subscribed', message_id: 2 });
  });

  it('keeps a client that answers', async () => {
    const exchange = await start(new StaticVenue(), { heartbeatIntervalMs: 5, heartbeatTimeoutMs: 1_000 });
    const client = await ExchangeClient.connect(exchange.wsUrl);
    for (let pings = 0; pings < 3; pings += 1) await new Promise((resolve) => client.socket.once('ping', resolve));
    expect(exchange.clients()).toBe(1);
  });
});

describe('a client that is behind', () => {
  const bids = Array.from({ length: 7_500 }, (_, at) => [String(100_000 + at), '1'] as const);
  const subscribed = (client: ExchangeClient): Promise<ServerMessage> => {
    client.subscribe('v4_orderbook', 'AAA-USD');
    return client.next(isSubscribed);
  };
  /** A level takes 14 bytes on the wire, a frame of this about 0.1 MB. */
  const publishMegabytes = (venue: StaticVenue, megabytes: number): void => {
    for (let frames = 0; frames < megabytes * 10; frames += 1) {
      venue.runtime!.publish({ channel: 'v4_orderbook', id: 'AAA-USD', contents: { bids } });
    }
  };

  it('keeps the venue waiting until it has taken most of what was sent', async () => {
    const venue = new StaticVenue();
    const client = await ExchangeClient.connect((await start(venue)).wsUrl);
    client.subscribe('v4_orderbook', 'AAA-USD');
    await client.next();
    await venue.runtime!.drained();
    client.socket.pause();
    publishMegabytes(venue, 30);
    let isDrained = false;
    const draining = venue.runtime!.drained().then(() => (isDrained = true));
    await new Promise((resolve) => setImmediate(resolve));
    expect(isDrained).toBe(false);
    client.socket.resume();
    await draining;
  });

  it('is cut when it takes nothing within the time for a pong, so that the others go on', async () => {
    const venue = new StaticVenue();
    const exchange = await start(venue, { heartbeatTimeoutMs: 50 });
    const stuck = await ExchangeClient.connect(exchange.wsUrl);
    const reader = await ExchangeClient.connect(exchange.wsUrl);
    await subscribed(stuck);
    stuck.socket.pause();
    publishMegabytes(venue, 40);
    await venue.runtime!.drained();
    expect(exchange.clients()).toBe(1);
    expect(await subscribed(reader)).toMatchObject({ id: 'AAA-USD' });
    stuck.socket.terminate();
  });

  it('is cut before what it does not read fills the memory', async () => {
    const venue = new StaticVenue();
    const exchange = await start(venue);
    const stuck = await ExchangeClient.connect(exchange.wsUrl);
    const reader = await ExchangeClient.connect(exchange.wsUrl);
    await subscribed(stuck);
    stuck.socket.pause();
    publishMegabytes(venue, 80);
    expect(await subscribed(reader)).toMatchObject({ id: 'AAA-USD' });
    expect(exchange.clients()).toBe(1);
    stuck.socket.terminate();
  });
});

describe('stopping', () => {
  it('closes every client with 1012, the venue and the port', async () => {
    const venue = new StaticVenue();
    const exchange = await start(venue);
    const client = await ExchangeClient.connect(exchange.wsUrl);
    await exchange.stop();
    expect(await client.closed).toEqual({ code: 1012, reason: '{"message":"Service restarting"}' });
    expect(venue.isClosed).toBe(true);
    expect(exchange.clients()).toBe(0);
    await expect(fetch(`${exchange.restUrl}/time`)).rejects.toThrow();
    await exchange.stop();
  });

  it('leaves no timer and no socket behind', async () => {
    const count = (): number =>
      process.getActiveResourcesInfo().filter((name) => /Timeout|TCPServerWrap|TCPSocketWrap/.test(name)).length;
    const before = count();
    const exchange = await start(new StaticVenue());
    const client = await ExchangeClient.connect(exchange.wsUrl);
    client.subscribe('v4_markets');
    await client.next();
    await exchange.stop();
    await client.closed;
    expect(count()).toBeLessThanOrEqual(before);
  });

  it('cuts a client that does not answer the close', async () => {
    const exchange = await start(new StaticVenue());
    const client = await ExchangeClient.connect(exchange.wsUrl);
    client.socket.pause();
    await exchange.stop();
    client.socket.resume();
    expect(exchange.clients()).toBe(0);
    await client.closed;
  });
});

describe('failing to start', () => {
  it('says in one line that a port is in use and what to do', async () => {
    const { port } = new URL((await start(new StaticVenue())).restUrl);
    await expect(startLocalExchange({ port: Number(port), venue: new StaticVenue() })).rejects.toThrow(
      `cannot listen on 127.0.0.1:${port}: the port is in use; stop the other program or choose another port (0 takes any free one)`,
    );
  });

  it('says that an address is not one of this computer', async () => {
    await expect(startLocalExchange({ host: '192.0.2.1', port: 0, venue: new StaticVenue() })).rejects.toThrow(
      'cannot listen on 192.0.2.1:0: this computer has no such address; use 127.0.0.1',
    );
  });

  it('frees the port when the venue does not open', async () => {
    const venue = new StaticVenue();
    venue.open = () => Promise.reject(new Error('no recording'));
    await expect(startLocalExchange({ port: 0, venue })).rejects.toThrow('no recording');
    expect(venue.isClosed).toBe(true);
  });

  it.each([
    [{ port: 70_000 }, 'port must be an integer in 0..65535, was 70000'],
    [{ batchIntervalMs: 0 }, 'batchIntervalMs must be > 0, was 0'],
    [{ heartbeatIntervalMs: -1 }, 'heartbeatIntervalMs must be > 0, was -1'],
    [{ heartbeatTimeoutMs: Number.NaN }, 'heartbeatTimeoutMs must be > 0, was NaN'],
    [{ snapshotLossMs: -1 }, 'snapshotLossMs must be >= 0, was -1'],
    [{ snapshotLatencyMs: [3, 2] }, 'snapshotLatencyMs must be [min, max] with 0 <= min <= max, was [3, 2]'],
  ] as const)('refuses %j', async (options, message) => {
    await expect(startLocalExchange({ venue: new StaticVenue(), ...options })).rejects.toThrow(new RangeError(message));
  });
});
