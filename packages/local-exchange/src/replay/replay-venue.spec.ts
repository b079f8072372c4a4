import { unixMs, type Fault, type Input } from '@perpstream/core';
import { systemClock } from '../clock/system-clock';
import { startLocalExchange, type LocalExchange } from '../indexer-api/start-local-exchange';
import { ExchangeClient } from '../test-kit/exchange-client';
import { recorded, Recording } from '../test-kit/recording';
import { replayVenue, type ReplayVenueOptions } from './replay-venue';

jest.setTimeout(30_000);

const TICKER = 'AAA-USD';
const book = (bids: [string, string][], asks: [string, string][]): object => {
  const levels = (side: [string, string][]): object[] => side.map(([price, size]) => ({ price, size }));
  return { bids: levels(bids), asks: levels(asks) };
};
const trade = (id: string, price: string): object => ({
  id,
  size: '1',
  price,
  side: 'BUY',
  createdAt: '2026-03-01T00:00:00.000Z',
  type: 'LIMIT',
});
const candle = (startedAt: string, close: string): object => ({ startedAt, ticker: TICKER, resolution: '1MIN', close });

/** Snapshots of every channel with an early update among them. */
const beginning: readonly Input[] = [
  recorded(0, 'connected', 'none', undefined, {}),
  recorded(1, 'subscribed', 'v4_markets', undefined, { markets: { [TICKER]: { ticker: TICKER, oraclePrice: '100' } } }),
  recorded(
    2,
    'subscribed',
    'v4_orderbook',
    TICKER,
    book(
      [
        ['99', '1'],
        ['98', '2'],
      ],
      [['101', '1']],
    ),
  ),
  recorded(3, 'channel_data', 'v4_orderbook', TICKER, { bids: [['99', '5']] }),
  { kind: 'tick', receivedUs: 1 },
  recorded(4, 'subscribed', 'v4_trades', TICKER, { trades: [trade('0000000b', '101'), trade('0000000a', '100')] }),
  recorded(5, 'subscribed', 'v4_candles', `${TICKER}/1MIN`, {
    candles: [candle('2026-03-01T00:01:00.000Z', '2'), candle('2026-03-01T00:00:00.000Z', '1')],
  }),
  recorded(6, 'subscribed', 'v4_block_height', 'v4_block_height', { height: '10', time: 't10' }),
  recorded(7, 'subscribed', 'v4_subaccounts', 'dydx1abc/0', { subaccount: {} }),
];

type Playing = { readonly exchange: LocalExchange; readonly recording: Recording; readonly ended: Promise<unknown> };
const running: LocalExchange[] = [];

async function play(
  batches: readonly (readonly Input[])[],
  options: Partial<ReplayVenueOptions> = {},
): Promise<Playing> {
  const recording = new Recording(batches);
  let end: (error?: unknown) => void = () => undefined;
  const ended = new Promise<unknown>((resolve) => (end = resolve));
  const venue = replayVenue({ frames: recording, speed: 'max', onEnd: end, ...options });
  const exchange = await startLocalExchange({ port: 0, venue, batchIntervalMs: 5 });
  running.push(exchange);
  return { exchange, recording, ended };
}

afterEach(async () => {
  await Promise.all(running.splice(0).map((exchange) => exchange.stop()));
});

async function bookOf({ restUrl }: LocalExchange): Promise<unknown> {
  return (await fetch(`${restUrl}/orderbooks/perpetualMarket/${TICKER}`)).json();
}

describe('before the first subscription', () => {
  const later = [recorded(1_500, 'channel_data', 'v4_orderbook', TICKER, { bids: [['99', '7']] })];

  it('has loaded the snapshots and what lies between them, and waits', async () => {
    const { exchange } = await play([beginning, later]);
    expect(await bookOf(exchange)).toEqual(
      book(
        [
          ['99', '5'],
          ['98', '2'],
        ],
        [['101', '1']],
      ),
    );
    const { trades } = (await (await fetch(`${exchange.restUrl}/trades/perpetualMarket/${TICKER}`)).json()) as {
      trades: { price: string }[];
    };
    expect(trades.map(({ price }) => price)).toEqual(['101', '100']);
    const candles = (await (
      await fetch(`${exchange.restUrl}/candles/perpetualMarkets/${TICKER}?resolution=1MIN`)
    ).json()) as { candles: { close: string }[] };
    expect(candles.candles.map(({ close }) => close)).toEqual(['2', '1']);
    expect(await (await fetch(`${exchange.restUrl}/height`)).json()).toEqual({ height: '10', time: 't10' });
  });

  it('plays on at the first subscription, to the subscriber too', async () => {
    const { exchange, ended } = await play([beginning, later]);
    const client = await ExchangeClient.connect(exchange.wsUrl);
    client.subscribe('v4_orderbook', TICKER);
    expect((await client.next()).contents).toEqual(
      book(
        [
          ['99', '5'],
          ['98', '2'],
        ],
        [['101', '1']],
      ),
    );
    expect(await client.next()).toMatchObject({
      type: 'channel_data',
      message_id: 2,
      contents: { bids: [['99', '7']] },
    });
    expect(await ended).toBeUndefined();
    expect(await bookOf(exchange)).toEqual(
      book(
        [
          ['99', '7'],
          ['98', '2'],
        ],
        [['101', '1']],
      ),
    );
  });

  it('plays at once when it starts on listening', async () => {
    const { exchange, ended } = await play([beginning, later], { startOn: 'listen' });
    await ended;
    expect(await bookOf(exchange)).toEqual(
      book(
        [
          ['99', '7'],
          ['98', '2'],
        ],
        [['101', '1']],
      ),
    );
  });
});

describe('while it plays', () => {
  it('batches anew for batched clients and serves a late one from the state of the moment', async () => {
    const updates = [1, 2, 3].map((size) => ({ bids: [['99', String(size)]] }));
    const { exchange, ended } = await play([
      beginning,
      [recorded(1_500, 'channel_batch_data', 'v4_orderbook', TICKER, updates)],
    ]);
    const early = await ExchangeClient.connect(exchange.wsUrl);
    early.subscribe('v4_orderbook', TICKER, true);
    await early.next();
    expect(await early.next()).toMatchObject({ type: 'channel_batch_data', message_id: 2, contents: updates });
    await ended;
    const late = await ExchangeClient.connect(exchange.wsUrl);
    late.subscribe('v4_orderbook', TICKER);
    expect((await late.next()).contents).toEqual(
      book(
        [
          ['99', '3'],
          ['98', '2'],
        ],
        [['101', '1']],
      ),
    );
  });

  it('turns a snapshot in the middle into the updates that lead there', async () => {
    const again = [
      recorded(
        2_000,
        'subscribed',
        'v4_orderbook',
        TICKER,
        book(
          [['99', '5']],
          [
            ['101', '1'],
            ['102', '4'],
          ],
        ),
      ),
      recorded(2_001, 'subscribed', 'v4_trades', TICKER, {
        trades: [trade('0000000c', '102'), trade('0000000b', '101')],
      }),
      recorded(2_002, 'subscribed', 'v4_candles', `${TICKER}/1MIN`, {
        candles: [
          candle('2026-03-01T00:02:00.000Z', '3'),
          candle('2026-03-01T00:01:00.000Z', '2.5'),
          candle('2026-03-01T00:00:00.000Z', '1'),
        ],
      }),
      recorded(2_003, 'subscribed', 'v4_block_height', 'v4_block_height', { height: '12', time: 't12' }),
    ];
    const gap = recorded(1_200, 'channel_data', 'v4_block_height', 'v4_block_height', {
      blockHeight: '11',
      time: 't11',
    });
    const { exchange, ended } = await play([beginning, [gap], again]);
    const client = await ExchangeClient.connect(exchange.wsUrl);
    client.subscribe('v4_orderbook', TICKER);
    client.subscribe('v4_trades', TICKER);
    client.subscribe('v4_candles', `${TICKER}/1MIN`);
    client.subscribe('v4_block_height');
    await ended;
    await client.next(({ contents }) => JSON.stringify(contents) === '{"blockHeight":"12","time":"t12"}');
    const contentsOf = (channel: string): unknown[] =>
      client.messages
        .filter((message) => message['channel'] === channel && message.type === 'channel_data')
        .map(({ contents }) => contents);
    expect(contentsOf('v4_orderbook')).toEqual([{ bids: [['98', '0']] }, { asks: [['102', '4']] }]);
    expect(contentsOf('v4_trades')).toEqual([{ trades: [trade('0000000c', '102')] }]);
    expect(contentsOf('v4_candles')).toEqual([
      candle('2026-03-01T00:01:00.000Z', '2.5'),
      candle('2026-03-01T00:02:00.000Z', '3'),
    ]);
  });

  it('keeps the recorded pace, times its speed', async () => {
    jest.useFakeTimers();
    try {
      const updates = [1_500, 1_900, 1_904].map((ms) =>
        recorded(ms, 'channel_data', 'v4_orderbook', TICKER, { bids: [['99', String(ms)]] }),
      );
      const venue = replayVenue({ frames: new Recording([beginning, updates]), speed: 4, startOn: 'listen' });
      let published = 0;
      await venue.open({ clock: systemClock, publish: () => (published += 1), drained: () => Promise.resolve() });
      const publishedAfter = async (ms: number): Promise<number> => {
        await jest.advanceTimersByTimeAsync(ms);
        return published;
      };
      expect([
        await publishedAfter(0),
        await publishedAfter(99),
        await publishedAfter(1),
        await publishedAfter(1),
      ]).toEqual([1, 1, 2, 3]);
    } finally {
      jest.useRealTimers();
    }
  });

  it('leaves out what cannot be read and says so', async () => {
    const faults: Fault[] = [];
    const broken: readonly Input[] = [
      { kind: 'frame', receivedUs: 1_790_000_001_500_000, connection: 3, text: '{"type":"channel_data"' },
      recorded(1_600, 'channel_data', 'v4_trades', TICKER, { nothing: 1 }),
      recorded(1_700, 'channel_data', 'v4_orderbook', TICKER, { bids: [['99', '7']] }),
    ];
    const { exchange, ended } = await play([beginning, broken], {
      startOn: 'listen',
      faults: { report: (fault) => faults.push(fault) },
    });
    await ended;
    expect(faults).toHaveLength(2);
    const where = 'connection 3 at 1790000001500000 us';
    expect(faults[0]).toMatchObject({ kind: 'recording', where, receivedMs: unixMs(1_790_000_001_500) });
    expect(await bookOf(exchange)).toMatchObject({
      bids: [
        { price: '99', size: '7' },
        { price: '98', size: '2' },
      ],
    });
  });

  it('reads one batch ahead and no further', async () => {
    const batches = [1_500, 5_000_000, 6_000_000, 7_000_000].map((ms) => [
      recorded(ms, 'channel_data', 'v4_orderbook', TICKER, { bids: [['99', String(ms)]] }),
    ]);
    const { exchange, recording } = await play([beginning, ...batches], { speed: 1 });
    const client = await ExchangeClient.connect(exchange.wsUrl);
    client.subscribe('v4_orderbook', TICKER);
    await client.next(({ type }) => type === 'channel_data');
    expect(recording.batchesRead).toBe(3);
    await exchange.stop();
    expect(recording.isClosed).toBe(true);
  });

  it('pauses while clients are behind', async () => {
    const frames = Array.from({ length: 500 }, (_, at) =>
      recorded(1_500 + at, 'channel_data', 'v4_orderbook', TICKER, { bids: [['99', String(at)]] }),
    );
    let catchUp = (): void => undefined;
    let published = 0;
    const isBehind = new Promise<void>((behind) => {
      const drained = (): Promise<void> => {
        behind();
        return new Promise((resolve) => (catchUp = resolve));
      };
      const venue = replayVenue({ frames: new Recording([beginning, frames]), speed: 'max', startOn: 'listen' });
      void venue.open({ clock: systemClock, publish: () => (published += 1), drained });
    });
    await isBehind;
    const publishedBefore = published;
    await new Promise((resolve) => setImmediate(resolve));
    expect(published).toBe(publishedBefore);
    expect(published).toBeLessThan(500);
    catchUp();
    await new Promise((resolve) => setImmediate(resolve));
    expect(published).toBeGreaterThan(publishedBefore);
  });
});

describe('the end', () => {
  it('hands a failure of the recording to onEnd', async () => {
    async function* failing(): AsyncGenerator<readonly Input[]> {
      yield beginning;
      yield [recorded(1_500, 'channel_data', 'v4_orderbook', TICKER, {})];
      await Promise.reject(new Error('the file is cut off'));
    }
    const { ended } = await play([], { frames: failing(), startOn: 'listen' });
    expect(await ended).toEqual(new Error('the file is cut off'));
  });

  it('plays a recording without snapshots from its first frame on', async () => {
    const { exchange, ended } = await play(
      [[recorded(0, 'channel_data', 'v4_orderbook', TICKER, { asks: [['101', '1']] })]],
      { startOn: 'listen' },
    );
    await ended;
    expect(await bookOf(exchange)).toEqual(book([], [['101', '1']]));
  });

  it('is not reported when the exchange stops before', async () => {
    const onEnd = jest.fn();
    const waiting = recorded(1_500_000, 'channel_data', 'v4_orderbook', TICKER, {});
    const first = recorded(1_500, 'channel_data', 'v4_orderbook', TICKER, {});
    const { exchange } = await play([beginning, [first, waiting]], { speed: 1, startOn: 'listen', onEnd });
    await exchange.stop();
    expect(onEnd).not.toHaveBeenCalled();
  });

  it.each([0, -1, Number.NaN])('refuses the speed %d', (speed) => {
    expect(() => replayVenue({ frames: new Recording([]), speed })).toThrow(`speed must be > 0 or 'max', was ${speed}`);
  });
});

describe('subaccounts of a recording', () => {
  const ID = 'dydx1abc/0';
  const cash = (size: string): object => ({ symbol: 'USDC', side: 'LONG', size, assetId: '0', subaccountNumber: 0 });
  const stated = (size: string): object => ({
    subaccount: {
      address: 'dydx1abc',
      subaccountNumber: 0,
      openPerpetualPositions: {},
      assetPositions: { USDC: cash(size) },
    },
    orders: [],
    blockHeight: '10',
  });
  const row = { ...cash('90'), address: 'dydx1abc', positionId: 'p' };
  const recording: readonly Input[] = [
    recorded(0, 'subscribed', 'v4_subaccounts', ID, stated('100')),
    recorded(1, 'subscribed', 'v4_subaccounts', 'dydx1new/0', {}),
    recorded(2, 'subscribed', 'v4_parent_subaccounts', 'dydx1abc/0', {}),
  ];
  const later: readonly Input[] = [
    recorded(2_000, 'channel_data', 'v4_subaccounts', ID, { blockHeight: '11', assetPositions: [row] }),
    recorded(2_100, 'channel_data', 'v4_parent_subaccounts', ID, { blockHeight: '11', assetPositions: [row] }),
    recorded(4_000, 'subscribed', 'v4_subaccounts', ID, stated('70')),
  ];

  it('are served to late clients and followed by early ones, snapshots in the middle as updates', async () => {
    const { exchange, ended } = await play([recording, later]);
    const equity = async (): Promise<unknown> => {
      const answer = await fetch(`${exchange.restUrl}/addresses/dydx1abc/subaccountNumber/0`);
      return ((await answer.json()) as { subaccount: { equity: string } }).subaccount.equity;
    };
    expect(await equity()).toBe('100');
    const client = await ExchangeClient.connect(exchange.wsUrl);
    client.subscribe('v4_subaccounts', 'dydx1new/0');
    client.subscribe('v4_subaccounts', ID);
    await ended;
    expect(await equity()).toBe('70');
    const [unknown, snapshot] = client.messages.filter(({ type }) => type === 'subscribed');
    expect(unknown!.contents).toEqual({});
    const last = client.messages.filter(({ type }) => type === 'channel_data').at(-1);
    const sizes = [snapshot!.contents, last?.contents].map((contents) => JSON.stringify(contents));
    expect(sizes[1] ?? sizes[0]).toContain('"size":"70"');
    expect((await fetch(`${exchange.restUrl}/addresses/dydx1new`)).status).toBe(404);
  });
});
