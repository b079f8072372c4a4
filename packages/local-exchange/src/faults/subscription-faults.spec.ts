import { ExchangeClient } from '../test-kit/exchange-client';
import { useExchanges } from '../test-kit/exchanges';
import { HandClock } from '../test-kit/hand-clock';
import { StaticVenue } from '../test-kit/static-venue';

jest.setTimeout(30_000);

const start = useExchanges();

describe('a subscribe', () => {
  it('R6: loses the updates between its snapshot and its registration, without a hole in the ids', async () => {
    const venue = new StaticVenue();
    const clock = new HandClock();
    const exchange = await start(venue, { clock });
    const client = await ExchangeClient.connect(exchange.wsUrl);
    exchange.inject({ kind: 'snapshot-loss', subscribes: 1, forMs: 300 });
    venue.bid('AAA-USD', '98', '1');
    client.subscribe('v4_orderbook', 'AAA-USD');
    await client.roundTrip();
    venue.bid('AAA-USD', '97', '1');
    clock.nowMs += 300;
    venue.bid('AAA-USD', '96', '1');
    await client.roundTrip();
    const [subscribed, update] = client.messages.slice(1);
    expect(subscribed).toMatchObject({ message_id: 1, contents: { bids: [{ price: '98', size: '1' }] } });
    expect(update).toMatchObject({ message_id: 2, contents: { bids: [['96', '1']] } });
    expect(exchange.faultsInjected()[0]!.detail).toBe(
      '300 ms of updates lost for v4_orderbook AAA-USD on connection 1',
    );
    client.subscribe('v4_orderbook', 'BBB-USD');
    expect(await client.next(({ id }) => id === 'BBB-USD')).toMatchObject({ type: 'subscribed', message_id: 3 });
  });

  it.each([
    [
      'internal-error',
      'Internal error, could not fetch data for subscription: v4_trades.',
      { channel: 'v4_trades', id: 'AAA-USD' },
    ],
    ['limit', 'Per-connection subscription limit reached for v4_trades (limit=32).', {}],
    ['invalid-id', 'Invalid subscription id for channel: (v4_trades-AAA-USD)', {}],
  ] as const)('R7: fails with %s, and succeeds when it is tried again', async (answer, message, about) => {
    const venue = new StaticVenue();
    const exchange = await start(venue);
    const client = await ExchangeClient.connect(exchange.wsUrl);
    exchange.inject({ kind: 'fail-subscription', answer, subscribes: 1, channel: 'v4_trades' });
    client.subscribe('v4_orderbook', 'AAA-USD');
    client.subscribe('v4_trades', 'AAA-USD');
    expect((await client.next()).type).toBe('subscribed');
    const { connection_id, ...error } = await client.next();
    expect(error).toEqual({ type: 'error', message, message_id: 2, ...about });
    expect(typeof connection_id).toBe('string');
    venue.trade('AAA-USD', '000000010000000200000000');
    client.subscribe('v4_trades', 'AAA-USD');
    expect(await client.next()).toMatchObject({ type: 'subscribed', message_id: 3 });
  });

  it('R7: gets no answer at all, its id is never used, and its place is free again', async () => {
    const exchange = await start(new StaticVenue(Array.from({ length: 33 }, (_, at) => `M${at}-USD`)));
    const client = await ExchangeClient.connect(exchange.wsUrl);
    exchange.inject({ kind: 'fail-subscription', answer: 'silence', subscribes: 1 });
    for (let at = 0; at < 33; at += 1) client.subscribe('v4_trades', `M${at}-USD`);
    await client.roundTrip();
    expect(client.ids()).toEqual([0, ...Array.from({ length: 32 }, (_, at) => at + 2)]);
    expect(client.messages.slice(1).every(({ type }) => type === 'subscribed')).toBe(true);
  });

  it('meets the oldest fault of each kind that is for it, as often as it says', async () => {
    const clock = new HandClock();
    const exchange = await start(new StaticVenue(), { clock });
    const client = await ExchangeClient.connect(exchange.wsUrl);
    exchange.inject({ kind: 'fail-subscription', answer: 'invalid-id', subscribes: 2, market: 'BBB-USD' });
    exchange.inject({ kind: 'fail-subscription', answer: 'limit', subscribes: 1 });
    const answers: string[] = [];
    for (const ticker of ['BBB-USD', 'AAA-USD', 'BBB-USD', 'BBB-USD']) {
      client.subscribe('v4_candles', `${ticker}/1MIN`);
      const { type, message = '' } = await client.next();
      answers.push(`${type} ${String(message)}`.trim());
      clock.nowMs += 1_000;
    }
    expect(answers).toEqual([
      'error Invalid subscription id for channel: (v4_candles-BBB-USD/1MIN)',
      'error Per-connection subscription limit reached for v4_candles (limit=32).',
      'error Invalid subscription id for channel: (v4_candles-BBB-USD/1MIN)',
      'subscribed',
    ]);
    expect(exchange.faultCounts()).toEqual({ 'fail-subscription': 3 });
  });
});
