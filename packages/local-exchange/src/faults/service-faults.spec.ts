import { createServer, type Server } from 'node:net';
import { WebSocket } from 'ws';
import { ExchangeClient } from '../test-kit/exchange-client';
import { useExchanges } from '../test-kit/exchanges';
import { HandClock } from '../test-kit/hand-clock';
import { StaticVenue } from '../test-kit/static-venue';

jest.setTimeout(30_000);

const start = useExchanges();

/** What a client is told whose handshake is not accepted. */
function refusal(wsUrl: string): Promise<string> {
  return new Promise((resolve) => {
    new WebSocket(wsUrl).on('error', (error: Error) => resolve(error.message || error.name));
  });
}

const pass = (clock: HandClock, venue: StaticVenue, ms: number): void => {
  clock.nowMs += ms;
  venue.block(1);
};

describe('refuse-connections', () => {
  it('answers new clients with 503 for a time, and leaves those that are there alone', async () => {
    const venue = new StaticVenue();
    const clock = new HandClock();
    const exchange = await start(venue, { clock });
    const present = await ExchangeClient.connect(exchange.wsUrl);
    exchange.inject({ kind: 'refuse-connections', forMs: 2_000 });
    expect(await refusal(exchange.wsUrl)).toBe('Unexpected server response: 503');
    await present.roundTrip();
    expect((await fetch(`${exchange.restUrl}/time`)).status).toBe(200);
    pass(clock, venue, 2_000);
    await ExchangeClient.connect(exchange.wsUrl);
    expect(exchange.clients()).toBe(2);
  });
});

describe('freeze-market', () => {
  const trading = { 'AAA-USD': { trades24H: 1 }, 'BBB-USD': { trades24H: 2 } };
  const price = { oraclePrice: '7', effectiveAt: '2026-03-01T00:00:00.000Z', effectiveAtHeight: '1', marketId: 0 };

  it('R20: sends nothing of one market on any channel, without a hole; snapshots and REST have it', async () => {
    const venue = new StaticVenue();
    const clock = new HandClock();
    const exchange = await start(venue, { clock });
    const client = await ExchangeClient.connect(exchange.wsUrl);
    for (const ticker of ['AAA-USD', 'BBB-USD']) client.subscribe('v4_orderbook', ticker);
    for (const ticker of ['AAA-USD', 'BBB-USD']) client.subscribe('v4_trades', ticker);
    client.subscribe('v4_markets');
    await client.roundTrip();
    exchange.inject({ kind: 'freeze-market', market: 'AAA-USD', forMs: 3_000 });
    venue.bid('AAA-USD', '99', '1');
    for (const ticker of ['AAA-USD', 'BBB-USD']) venue.trade(ticker, '000000010000000200000000');
    venue.bid('BBB-USD', '9', '1');
    venue.publish({
      channel: 'v4_markets',
      id: 'v4_markets',
      contents: { trading, oraclePrices: { 'AAA-USD': price } },
    });
    venue.publish({ channel: 'v4_markets', id: 'v4_markets', contents: { oraclePrices: { 'AAA-USD': price } } });
    await client.roundTrip();
    const seen = client.messages.slice(6);
    expect(seen.map(({ message_id, channel, id }) => [message_id, channel, id])).toEqual([
      [6, 'v4_trades', 'BBB-USD'],
      [7, 'v4_orderbook', 'BBB-USD'],
      [8, 'v4_markets', undefined],
    ]);
    expect(seen[2]!.contents).toEqual({ trading: { 'BBB-USD': { trades24H: 2 } } });
    const book = await (await fetch(`${exchange.restUrl}/orderbooks/perpetualMarket/AAA-USD`)).json();
    expect(book).toEqual({ bids: [{ price: '99', size: '1' }], asks: [] });
    pass(clock, venue, 3_000);
    venue.bid('AAA-USD', '99', '2');
    expect(await client.next(({ message_id }) => message_id === 9)).toMatchObject({
      contents: { bids: [['99', '2']] },
    });
  });

  it('takes a market at random when none is named, and none when there is none', async () => {
    const exchange = await start(new StaticVenue());
    expect(exchange.inject({ kind: 'freeze-market', forMs: 1_000 })).toBe(1);
    expect(exchange.faultsInjected()[0]!.detail).toMatch(/^(AAA|BBB)-USD for 1000 ms$/);
    const empty = await start(new StaticVenue([]));
    expect(empty.inject({ kind: 'freeze-market', forMs: 1_000 })).toBe(0);
  });

  it('lasts as long as the longest of several', async () => {
    const venue = new StaticVenue();
    const clock = new HandClock();
    const exchange = await start(venue, { clock });
    const client = await ExchangeClient.connect(exchange.wsUrl);
    client.subscribe('v4_orderbook', 'AAA-USD');
    await client.next();
    exchange.inject({ kind: 'freeze-market', market: 'AAA-USD', forMs: 2_000 });
    exchange.inject({ kind: 'freeze-market', market: 'AAA-USD', forMs: 1_000 });
    pass(clock, venue, 1_000);
    venue.bid('AAA-USD', '99', '1');
    pass(clock, venue, 1_000);
    venue.bid('AAA-USD', '99', '2');
    expect(await client.next()).toMatchObject({ message_id: 2, contents: { bids: [['99', '2']] } });
  });
});

describe('restart', () => {
  it('closes all with 1012 and the port, then is up again at the same address, with new connection ids', async () => {
    const venue = new StaticVenue();
    const clock = new HandClock();
    const exchange = await start(venue, { clock });
    const client = await ExchangeClient.connect(exchange.wsUrl);
    exchange.inject({ kind: 'restart', downForMs: 1_000 });
    expect(await client.closed).toEqual({ code: 1012, reason: '{"message":"Service restarting"}' });
    await expect(fetch(`${exchange.restUrl}/time`)).rejects.toThrow();
    pass(clock, venue, 1_000);
    const again = await reconnected(exchange.wsUrl);
    expect(again.messages[0]!['connection_id']).not.toBe(client.messages[0]!['connection_id']);
    venue.bid('AAA-USD', '99', '1');
    again.subscribe('v4_orderbook', 'AAA-USD');
    expect(await again.next()).toMatchObject({ message_id: 1, contents: { bids: [{ price: '99', size: '1' }] } });
    expect((await fetch(`${exchange.restUrl}/time`)).status).toBe(200);
  });

  it('within a restart lengthens the time that the exchange is down', async () => {
    const venue = new StaticVenue();
    const clock = new HandClock();
    const exchange = await start(venue, { clock });
    exchange.inject({ kind: 'restart', downForMs: 1_000 });
    clock.nowMs += 500;
    exchange.inject({ kind: 'restart', downForMs: 1_000 });
    pass(clock, venue, 999);
    await expect(fetch(`${exchange.restUrl}/time`)).rejects.toThrow();
    pass(clock, venue, 1);
    await reconnected(exchange.wsUrl);
    expect(exchange.faultCounts()).toEqual({ restart: 2 });
  });

  it('waits for its port when somebody else has taken it', async () => {
    const venue = new StaticVenue();
    const clock = new HandClock();
    const exchange = await start(venue, { clock });
    exchange.inject({ kind: 'restart', downForMs: 1_000 });
    const other = await taking(Number(new URL(exchange.wsUrl).port));
    for (let tries = 0; tries < 5; tries += 1) {
      pass(clock, venue, 1_000);
      await new Promise((resolve) => setImmediate(resolve));
    }
    await new Promise((resolve) => other.close(resolve));
    await reconnected(exchange.wsUrl, () => pass(clock, venue, 1_000));
    expect(exchange.clients()).toBe(1);
  });

  it('does not outlive a stop', async () => {
    const clock = new HandClock();
    const exchange = await start(new StaticVenue(), { clock });
    exchange.inject({ kind: 'restart', downForMs: 20 });
    await exchange.stop();
    clock.nowMs += 20;
    await expect(fetch(`${exchange.restUrl}/time`)).rejects.toThrow();
  });
});

describe('rest', () => {
  const url = '/orderbooks/perpetualMarket/AAA-USD';

  it('answers with a status for a time, on the paths that it is for', async () => {
    const venue = new StaticVenue();
    const clock = new HandClock();
    const exchange = await start(venue, { clock });
    exchange.inject({ kind: 'rest', status: 500, path: '/orderbooks', forMs: 1_000 });
    const failed = await fetch(exchange.restUrl + url);
    expect([failed.status, await failed.json()]).toEqual([500, { errors: [{ msg: 'Internal Server Error' }] }]);
    expect((await fetch(`${exchange.restUrl}/time`)).status).toBe(200);
    pass(clock, venue, 1_000);
    expect((await fetch(exchange.restUrl + url)).status).toBe(200);
    expect(exchange.faultsInjected().map(({ detail }) => detail)).toEqual([`{"status":500} for ${url}`]);
  });

  it.each([
    [429, 'Too many requests', '1000'],
    [503, 'Service Unavailable', null],
    [599, 'Unknown', null],
  ])('answers with %d in the words of the Indexer', async (status, msg, retryAfter) => {
    const exchange = await start(new StaticVenue());
    exchange.inject({ kind: 'rest', status, forMs: 1_000 });
    const response = await fetch(exchange.restUrl + url);
    expect([response.status, response.headers.get('retry-after')]).toEqual([status, retryAfter]);
    expect(await response.json()).toEqual({ errors: [{ msg }] });
  });

  it('sends a body that is cut', async () => {
    const exchange = await start(new StaticVenue());
    exchange.inject({ kind: 'rest', malformed: true, forMs: 1_000 });
    const response = await fetch(exchange.restUrl + url);
    expect(response.status).toBe(200);
    await expect(response.json()).rejects.toThrow('JSON');
  });

  it('is slow', async () => {
    const venue = new StaticVenue();
    const clock = new HandClock();
    const exchange = await start(venue, { clock });
    exchange.inject({ kind: 'rest', slowMs: 700, path: '/orderbooks', forMs: 1_000 });
    let isAnswered = false;
    const answer = fetch(exchange.restUrl + url).then((response) => {
      isAnswered = true;
      return response.status;
    });
    while (exchange.faultsInjected().length === 0) await fetch(`${exchange.restUrl}/time`);
    expect(isAnswered).toBe(false);
    pass(clock, venue, 700);
    expect(await answer).toBe(200);
  });

  it('hangs, and a stop ends that', async () => {
    const exchange = await start(new StaticVenue());
    exchange.inject({ kind: 'rest', hang: true, forMs: 1_000 });
    const answer = fetch(exchange.restUrl + url).then(
      () => 'answered',
      () => 'cut',
    );
    while (exchange.faultsInjected().length === 0) await new Promise((resolve) => setImmediate(resolve));
    await exchange.stop();
    expect(await answer).toBe('cut');
  });
});

/** Listens on a port as soon as it is free. */
async function taking(port: number): Promise<Server> {
  for (;;) {
    const server = createServer();
    const isListening = await new Promise<boolean>((resolve) => {
      server.once('error', () => resolve(false)).listen(port, '127.0.0.1', () => resolve(true));
    });
    if (isListening) return server;
  }
}

/** Connects as soon as the port is open again. */
async function reconnected(wsUrl: string, beforeEach = (): void => undefined): Promise<ExchangeClient> {
  for (;;) {
    beforeEach();
    const client = await Promise.race([ExchangeClient.connect(wsUrl), refusal(wsUrl)]);
    if (typeof client !== 'string') return client;
  }
}
