import { ExchangeClient, type ServerMessage } from '../test-kit/exchange-client';
import { useExchanges } from '../test-kit/exchanges';
import { HandClock } from '../test-kit/hand-clock';
import { listing, StaticVenue } from '../test-kit/static-venue';

jest.setTimeout(30_000);

const start = useExchanges();

const isAboutNew = ({ message, id }: ServerMessage): boolean => id === 'NEW-USD' || String(message).includes('NEW-USD');

describe('the time that a subscription takes', () => {
  it('R4: is drawn from a range, the same for the same seed, and ids are those of the requests', async () => {
    const arrivals = async (seed: number): Promise<number[]> => {
      const venue = new StaticVenue(Array.from({ length: 20 }, (_, at) => `M${at}-USD`));
      const clock = new HandClock();
      const exchange = await start(venue, { clock, seed, snapshotLatencyMs: [100, 2_000] });
      const client = await ExchangeClient.connect(exchange.wsUrl);
      for (let at = 0; at < 20; at += 1) client.subscribe('v4_orderbook', `M${at}-USD`);
      await client.roundTrip();
      clock.nowMs += 99;
      venue.block(1);
      await client.roundTrip();
      expect(client.ids()).toEqual([0]);
      clock.nowMs += 1_901;
      venue.block(2);
      await client.roundTrip();
      return client.ids().slice(1);
    };
    const [first, again, other] = [await arrivals(3), await arrivals(3), await arrivals(4)];
    expect([...first].sort((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, at) => at + 1));
    expect(first).not.toEqual([...first].sort((a, b) => a - b));
    expect(again).toEqual(first);
    expect(other).not.toEqual(first);
  });

  it('loses what comes after the snapshot, which is read at the request', async () => {
    const venue = new StaticVenue();
    const clock = new HandClock();
    const exchange = await start(venue, { clock, snapshotLatencyMs: [500, 500] });
    const client = await ExchangeClient.connect(exchange.wsUrl);
    client.subscribe('v4_orderbook', 'AAA-USD');
    await client.roundTrip();
    venue.bid('AAA-USD', '99', '1');
    clock.nowMs += 500;
    venue.bid('AAA-USD', '98', '1');
    expect(await client.next()).toMatchObject({ message_id: 1, contents: { bids: [] } });
    expect(await client.next()).toMatchObject({ message_id: 2, contents: { bids: [['98', '1']] } });
  });

  it('loses less when the window of loss is shorter, and takes longer when it is longer', async () => {
    const venue = new StaticVenue();
    const clock = new HandClock();
    const exchange = await start(venue, { clock, snapshotLatencyMs: [500, 500], snapshotLossMs: 200 });
    const client = await ExchangeClient.connect(exchange.wsUrl);
    client.subscribe('v4_orderbook', 'AAA-USD');
    await client.roundTrip();
    clock.nowMs += 100;
    venue.bid('AAA-USD', '99', '1');
    clock.nowMs += 200;
    venue.block(1);
    venue.bid('AAA-USD', '98', '1');
    clock.nowMs += 200;
    venue.block(2);
    venue.bid('AAA-USD', '97', '1');
    expect((await client.next()).contents).toEqual({ bids: [{ price: '99', size: '1' }], asks: [] });
    expect((await client.next()).contents).toEqual({ bids: [['97', '1']] });
    const slow = await start(venue, { clock, snapshotLatencyMs: [10, 10], snapshotLossMs: 300 });
    const waiting = await ExchangeClient.connect(slow.wsUrl);
    waiting.subscribe('v4_orderbook', 'AAA-USD');
    await waiting.roundTrip();
    clock.nowMs += 299;
    venue.block(1);
    await waiting.roundTrip();
    expect(waiting.ids()).toEqual([0]);
    clock.nowMs += 1;
    venue.block(2);
    expect((await waiting.next()).type).toBe('subscribed');
  });

  it('R4: counts in-flight subscribes toward the cap', async () => {
    const venue = new StaticVenue(Array.from({ length: 33 }, (_, at) => `M${at}-USD`));
    const exchange = await start(venue, { clock: new HandClock(), snapshotLatencyMs: [500, 500] });
    const client = await ExchangeClient.connect(exchange.wsUrl);
    for (let at = 0; at < 33; at += 1) client.subscribe('v4_orderbook', `M${at}-USD`);
    expect(await client.next()).toMatchObject({ type: 'error', message_id: 33 });
    expect(exchange.stats().limiterTrips.cap).toBe(1);
  });

  it('is not waited for when the client leaves', async () => {
    const venue = new StaticVenue();
    const clock = new HandClock();
    const exchange = await start(venue, { clock, snapshotLatencyMs: [500, 500] });
    const client = await ExchangeClient.connect(exchange.wsUrl);
    client.subscribe('v4_orderbook', 'AAA-USD');
    await client.roundTrip();
    await client.close();
    while (exchange.clients() > 0) await new Promise((resolve) => setImmediate(resolve));
    clock.nowMs += 500;
    venue.block(1);
    expect(venue.firstSubscriptions).toBe(0);
  });
});

describe('a market that was listed a moment ago', () => {
  const list = (venue: StaticVenue): void =>
    venue.publish({
      channel: 'v4_markets',
      id: 'v4_markets',
      contents: { trading: { 'NEW-USD': listing('NEW-USD') } },
    });

  it('R14: cannot be subscribed to until the list of markets is read again', async () => {
    const venue = new StaticVenue();
    const clock = new HandClock();
    const exchange = await start(venue, { clock, tickerRefreshMs: 300_000 });
    const client = await ExchangeClient.connect(exchange.wsUrl);
    clock.nowMs += 100_000;
    list(venue);
    client.subscribe('v4_orderbook', 'NEW-USD');
    expect(await client.next(isAboutNew)).toMatchObject({
      type: 'error',
      message: 'Invalid subscription id for channel: (v4_orderbook-NEW-USD)',
    });
    client.subscribe('v4_candles', 'NEW-USD/1MIN');
    expect((await client.next()).type).toBe('error');
    clock.nowMs += 200_000;
    client.subscribe('v4_orderbook', 'NEW-USD');
    expect((await client.next()).type).toBe('subscribed');
  });

  it('R14: can be subscribed to at once by default', async () => {
    const venue = new StaticVenue();
    const exchange = await start(venue);
    const client = await ExchangeClient.connect(exchange.wsUrl);
    list(venue);
    client.subscribe('v4_orderbook', 'NEW-USD');
    expect((await client.next()).type).toBe('subscribed');
  });
});

describe('ids of channels without one', () => {
  it('are the name of the channel for the height, and left out for the markets', async () => {
    const venue = new StaticVenue();
    venue.block(1);
    const exchange = await start(venue);
    const client = await ExchangeClient.connect(exchange.wsUrl);
    for (const channel of ['v4_block_height', 'v4_markets']) {
      client.subscribe(channel);
      client.send({ type: 'unsubscribe', channel });
    }
    await client.roundTrip();
    expect(client.messages.slice(1).map(({ type, channel, id }) => [type, channel, id])).toEqual([
      ['subscribed', 'v4_block_height', 'v4_block_height'],
      ['unsubscribed', 'v4_block_height', 'v4_block_height'],
      ['subscribed', 'v4_markets', undefined],
      ['unsubscribed', 'v4_markets', undefined],
    ]);
  });

  it('are silent when given all the same', async () => {
    const venue = new StaticVenue();
    venue.block(1);
    const exchange = await start(venue);
    const client = await ExchangeClient.connect(exchange.wsUrl);
    client.subscribe('v4_block_height', 'latest');
    expect(await client.next()).toMatchObject({ type: 'subscribed', id: 'latest' });
    venue.block(2);
    await client.roundTrip();
    expect(client.ids()).toEqual([0, 1]);
  });

  it('unsubscribing from what was never subscribed is answered all the same', async () => {
    const exchange = await start(new StaticVenue());
    const client = await ExchangeClient.connect(exchange.wsUrl);
    client.send({ type: 'unsubscribe', channel: 'v4_trades', id: 'NONE-USD' });
    expect(await client.next()).toMatchObject({ type: 'unsubscribed', message_id: 1, id: 'NONE-USD' });
  });
});
