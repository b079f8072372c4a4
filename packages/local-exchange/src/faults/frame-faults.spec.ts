import { ExchangeClient } from '../test-kit/exchange-client';
import { useExchanges } from '../test-kit/exchanges';
import { StaticVenue } from '../test-kit/static-venue';

jest.setTimeout(30_000);

const start = useExchanges();

/** A client of both books of an exchange, told of everything so far: ids 1 and 2 are its two `subscribed`. */
async function subscriber(wsUrl: string): Promise<ExchangeClient> {
  const client = await ExchangeClient.connect(wsUrl);
  for (const ticker of ['AAA-USD', 'BBB-USD']) {
    client.subscribe('v4_orderbook', ticker);
    await client.next();
  }
  return client;
}

/** Five updates of AAA-USD with sizes 1 to 5, each followed by one of BBB-USD. */
function publishFive(venue: StaticVenue): void {
  for (const size of ['1', '2', '3', '4', '5']) {
    venue.bid('AAA-USD', '99', size);
    venue.bid('BBB-USD', '9', size);
  }
}

const of = (client: ExchangeClient, ticker: string): string[] =>
  client.messages
    .filter(({ type, id }) => type === 'channel_data' && id === ticker)
    .map(({ contents }) => (contents as { bids: [string, string][] }).bids[0]![1]);

describe('frames', () => {
  it('R3: a dropped frame has taken its message id, and other frames are as they were', async () => {
    const venue = new StaticVenue();
    const exchange = await start(venue);
    const client = await subscriber(exchange.wsUrl);
    expect(exchange.inject({ kind: 'drop', frames: 2, market: 'AAA-USD' })).toBe(1);
    publishFive(venue);
    await client.roundTrip();
    expect(of(client, 'AAA-USD')).toEqual(['3', '4', '5']);
    expect(of(client, 'BBB-USD')).toEqual(['1', '2', '3', '4', '5']);
    expect(client.ids()).toEqual([0, 1, 2, 4, 6, 7, 8, 9, 10, 11, 12]);
    expect(exchange.faultsInjected().map(({ kind, detail }) => [kind, detail])).toEqual([
      ['drop', 'message 3 of v4_orderbook AAA-USD on connection 1'],
      ['drop', 'message 5 of v4_orderbook AAA-USD on connection 1'],
    ]);
    expect(exchange.faultCounts()).toEqual({ drop: 2 });
  });

  it('are lost on one connection alone, or on all', async () => {
    const venue = new StaticVenue();
    const exchange = await start(venue);
    const clients = await Promise.all([1, 2, 3].map(() => subscriber(exchange.wsUrl)));
    exchange.inject({ kind: 'drop', frames: 1, market: 'AAA-USD' });
    publishFive(venue);
    await Promise.all(clients.map((client) => client.roundTrip()));
    expect(clients.map((client) => of(client, 'AAA-USD').length).sort()).toEqual([4, 5, 5]);
    expect(exchange.inject({ kind: 'drop', frames: 1, market: 'AAA-USD', connections: 'all' })).toBe(3);
    publishFive(venue);
    await Promise.all(clients.map((client) => client.roundTrip()));
    expect(clients.map((client) => of(client, 'AAA-USD').length).sort()).toEqual([8, 9, 9]);
  });

  it('are sent twice with the same id', async () => {
    const venue = new StaticVenue();
    const exchange = await start(venue);
    const client = await subscriber(exchange.wsUrl);
    exchange.inject({ kind: 'duplicate', frames: 1, channel: 'v4_orderbook', market: 'BBB-USD' });
    publishFive(venue);
    await client.roundTrip();
    expect(of(client, 'BBB-USD')).toEqual(['1', '1', '2', '3', '4', '5']);
    expect(client.ids().slice(3, 7)).toEqual([3, 4, 4, 5]);
  });

  it('change places with the next one of their channel and id', async () => {
    const venue = new StaticVenue();
    const exchange = await start(venue);
    const client = await subscriber(exchange.wsUrl);
    exchange.inject({ kind: 'reorder', frames: 1, market: 'AAA-USD' });
    publishFive(venue);
    await client.roundTrip();
    expect(of(client, 'AAA-USD')).toEqual(['2', '1', '3', '4', '5']);
    expect(of(client, 'BBB-USD')).toEqual(['1', '2', '3', '4', '5']);
    expect(client.ids().slice(3, 7)).toEqual([4, 5, 3, 6]);
    expect(exchange.faultsInjected()[0]!.detail).toBe(
      'message 3 of v4_orderbook AAA-USD after message 5 of v4_orderbook AAA-USD on connection 1',
    );
  });

  it.each(['cut', 'break'] as const)('are no JSON after %s', async (how) => {
    const venue = new StaticVenue();
    const exchange = await start(venue);
    const client = await subscriber(exchange.wsUrl);
    exchange.inject({ kind: 'corrupt', frames: 1, how, market: 'AAA-USD' });
    publishFive(venue);
    await client.roundTrip();
    expect(client.messages.map(({ type }) => type).filter((type) => type === 'unreadable')).toHaveLength(1);
    expect(client.ids().slice(4)).toEqual([4, 5, 6, 7, 8, 9, 10, 11, 12]);
  });

  it('have one other character after flip', async () => {
    const venue = new StaticVenue();
    const exchange = await start(venue);
    const [spoilt, intact] = [await subscriber(exchange.wsUrl), await subscriber(exchange.wsUrl)];
    exchange.inject({ kind: 'corrupt', frames: 1, how: 'flip', market: 'AAA-USD', connections: 'one' });
    publishFive(venue);
    await Promise.all([spoilt.roundTrip(), intact.roundTrip()]);
    const ids = [spoilt, intact].map((client) => String(client.messages[0]!['connection_id']));
    const [one, other] = [spoilt, intact].map(({ texts }, at) =>
      texts.slice(3).map((text) => text.replace(ids[at]!, '')),
    );
    const differing = one!.filter((text, at) => text !== other![at]);
    expect(differing).toHaveLength(1);
    expect(exchange.faultCounts()).toEqual({ corrupt: 1 });
  });

  it('of no particular channel are hit when no filter is given, the greeting excepted', async () => {
    const exchange = await start(new StaticVenue());
    const client = await ExchangeClient.connect(exchange.wsUrl);
    exchange.inject({ kind: 'drop', frames: 1, connections: 'all' });
    client.subscribe('v4_orderbook', 'NONE-USD');
    client.subscribe('v4_orderbook', 'AAA-USD');
    expect(await client.next()).toMatchObject({ type: 'subscribed', message_id: 2 });
    expect(exchange.faultsInjected()[0]!.detail).toBe('message 1 on connection 1');
  });

  it('of a market nobody has subscribed to are not waited for', async () => {
    const exchange = await start(new StaticVenue());
    await ExchangeClient.connect(exchange.wsUrl);
    expect(exchange.inject({ kind: 'drop', frames: 1, market: 'AAA-USD' })).toBe(0);
    expect(exchange.inject({ kind: 'drop', frames: 1, channel: 'v4_trades', connections: 'all' })).toBe(0);
  });

  it('R5: a jump of 10^9 ids leaves one hole, and counting goes on behind it', async () => {
    const venue = new StaticVenue();
    const exchange = await start(venue);
    const client = await subscriber(exchange.wsUrl);
    exchange.inject({ kind: 'jump-message-id', by: 1e9 });
    venue.bid('AAA-USD', '99', '1');
    venue.bid('AAA-USD', '99', '2');
    await client.roundTrip();
    expect(client.ids()).toEqual([0, 1, 2, 1_000_000_003, 1_000_000_004]);
  });
});
