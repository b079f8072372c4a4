import { ExchangeClient } from '../test-kit/exchange-client';
import { useExchanges } from '../test-kit/exchanges';
import { HandClock } from '../test-kit/hand-clock';
import { StaticVenue } from '../test-kit/static-venue';

jest.setTimeout(30_000);

const start = useExchanges();

async function bookSubscriber(wsUrl: string): Promise<ExchangeClient> {
  const client = await ExchangeClient.connect(wsUrl);
  client.subscribe('v4_orderbook', 'AAA-USD');
  await client.next();
  return client;
}

/** Resolves when the exchange has done what was due: a venue publishes, so the clock is looked at. */
const atMs = (clock: HandClock, venue: StaticVenue, ms: number): void => {
  clock.nowMs += ms;
  venue.block(1);
};

describe('a connection', () => {
  it('has its frames held and then sent in order', async () => {
    const venue = new StaticVenue();
    const clock = new HandClock();
    const exchange = await start(venue, { clock });
    const client = await bookSubscriber(exchange.wsUrl);
    exchange.inject({ kind: 'delay', forMs: 500 });
    venue.bid('AAA-USD', '99', '1');
    venue.bid('AAA-USD', '99', '2');
    await client.roundTrip();
    expect(client.ids()).toEqual([0, 1]);
    atMs(clock, venue, 499);
    venue.bid('AAA-USD', '99', '3');
    await client.roundTrip();
    expect(client.ids()).toEqual([0, 1]);
    atMs(clock, venue, 1);
    venue.bid('AAA-USD', '99', '4');
    await client.roundTrip();
    expect(client.ids()).toEqual([0, 1, 2, 3, 4, 5]);
    expect(exchange.faultsInjected()[0]!.detail).toBe('connection 1 for 500 ms');
  });

  it('loses its frames when muted, while pings and pongs go on', async () => {
    const venue = new StaticVenue();
    const clock = new HandClock();
    const exchange = await start(venue, { clock });
    const client = await bookSubscriber(exchange.wsUrl);
    exchange.inject({ kind: 'mute', forMs: 1_000 });
    venue.bid('AAA-USD', '99', '1');
    venue.bid('AAA-USD', '99', '2');
    await client.roundTrip();
    expect(client.ids()).toEqual([0, 1]);
    atMs(clock, venue, 1_000);
    venue.bid('AAA-USD', '99', '3');
    expect(await client.next()).toMatchObject({ message_id: 4 });
  });

  it('is answered in nothing when half-open, not even a ping, though the socket stays', async () => {
    const venue = new StaticVenue();
    const clock = new HandClock();
    const exchange = await start(venue, { clock });
    const client = await bookSubscriber(exchange.wsUrl);
    exchange.inject({ kind: 'half-open', forMs: 5_000 });
    let pongs = 0;
    client.socket.on('pong', () => (pongs += 1));
    client.socket.ping();
    client.subscribe('v4_trades', 'AAA-USD');
    venue.bid('AAA-USD', '99', '1');
    const other = await ExchangeClient.connect(exchange.wsUrl);
    for (let round = 0; round < 3; round += 1) await other.roundTrip();
    expect([pongs, client.ids(), client.socket.readyState]).toEqual([0, [0, 1], client.socket.OPEN]);
    atMs(clock, venue, 5_000);
    expect(await client.next()).toMatchObject({ type: 'subscribed', channel: 'v4_trades', message_id: 3 });
    expect(pongs).toBe(1);
  });

  it('R8: is not pinged while it is half-open, and pinged again afterwards', async () => {
    const venue = new StaticVenue();
    const clock = new HandClock();
    const exchange = await start(venue, { clock, heartbeatIntervalMs: 15, heartbeatTimeoutMs: 10_000 });
    const silenced = await ExchangeClient.connect(exchange.wsUrl);
    exchange.inject({ kind: 'half-open', forMs: 60_000 });
    let pings = 0;
    silenced.socket.on('ping', () => (pings += 1));
    const watched = await ExchangeClient.connect(exchange.wsUrl);
    for (let seen = 0; seen < 5; seen += 1) await new Promise((resolve) => watched.socket.once('ping', resolve));
    expect([pings, exchange.clients()]).toEqual([0, 2]);
    atMs(clock, venue, 60_000);
    await new Promise((resolve) => silenced.socket.once('ping', resolve));
    expect(exchange.clients()).toBe(2);
  });

  it('R8: is closed for a missing pong only when it is no longer half-open', async () => {
    const venue = new StaticVenue();
    const clock = new HandClock();
    const exchange = await start(venue, { clock, heartbeatIntervalMs: 15, heartbeatTimeoutMs: 30 });
    const client = await ExchangeClient.connect(exchange.wsUrl, { autoPong: false });
    await new Promise((resolve) => client.socket.once('ping', resolve));
    exchange.inject({ kind: 'half-open', forMs: 60_000 });
    let pings = 0;
    client.socket.on('ping', () => (pings += 1));
    const watched = await ExchangeClient.connect(exchange.wsUrl);
    for (let seen = 0; seen < 5; seen += 1) await new Promise((resolve) => watched.socket.once('ping', resolve));
    expect([pings, client.socket.readyState]).toEqual([0, client.socket.OPEN]);
    atMs(clock, venue, 60_000);
    expect(await client.closed).toEqual({ code: 1011, reason: 'Heartbeat timeout' });
  });

  it('is closed with a code and a reason', async () => {
    const exchange = await start(new StaticVenue());
    const client = await ExchangeClient.connect(exchange.wsUrl);
    exchange.inject({ kind: 'close', code: 4_000, reason: 'write failed' });
    expect(await client.closed).toEqual({ code: 4_000, reason: 'write failed' });
  });

  it('is cut: its client sees 1006, the others nothing', async () => {
    const venue = new StaticVenue();
    const exchange = await start(venue);
    const [one, two] = [await bookSubscriber(exchange.wsUrl), await bookSubscriber(exchange.wsUrl)];
    exchange.inject({ kind: 'cut' });
    const isFirst = exchange.faultsInjected()[0]!.detail === 'connection 1';
    const [lost, left] = isFirst ? [one, two] : [two, one];
    expect(await lost.closed).toEqual({ code: 1006, reason: '' });
    venue.bid('AAA-USD', '99', '1');
    expect(await left.next()).toMatchObject({ message_id: 2 });
    expect(exchange.clients()).toBe(1);
  });

  it('is chosen among those that have subscribed to the channel', async () => {
    const exchange = await start(new StaticVenue());
    const [plain, reader] = [await ExchangeClient.connect(exchange.wsUrl), await bookSubscriber(exchange.wsUrl)];
    expect(exchange.inject({ kind: 'cut', channel: 'v4_orderbook', connections: 'all' })).toBe(1);
    expect((await reader.closed).code).toBe(1006);
    await plain.roundTrip();
  });

  it('may be held and muted at once: what is held then is lost as well', async () => {
    const venue = new StaticVenue();
    const clock = new HandClock();
    const exchange = await start(venue, { clock });
    const client = await bookSubscriber(exchange.wsUrl);
    exchange.inject({ kind: 'delay', forMs: 100 });
    exchange.inject({ kind: 'delay', forMs: 200 });
    venue.bid('AAA-USD', '99', '1');
    atMs(clock, venue, 100);
    exchange.inject({ kind: 'mute', forMs: 1_000 });
    atMs(clock, venue, 100);
    await client.roundTrip();
    expect(client.ids()).toEqual([0, 1]);
    atMs(clock, venue, 900);
    venue.bid('AAA-USD', '99', '2');
    expect(await client.next()).toMatchObject({ message_id: 3 });
  });
});
