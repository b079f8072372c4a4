import { type FeedEvent, type LoggedInput } from '@perpstream/core';
import {
  DEFAULT_MARKETS,
  simulatedVenue,
  startLocalExchange,
  systemClock,
  VenueState,
  type LocalExchange,
  type Venue,
} from '@perpstream/local-exchange';
import { collectFaults, describeFeedContract, type CollectedFaults } from '@perpstream/testing';
import { asyncScheduler, from, lastValueFrom, map, toArray, type Subscription } from 'rxjs';
import { type IndexerFeedOptions } from '../pool/feed-options';
import { type IndexerFeed } from '../pool/indexer-feed-port';
import { readFrameHead } from '../socket/frame-head';
import { streamName, type StreamRequest } from '../streams/stream-request';
import { decodeInputs } from '../wire/decode-inputs';
import { indexerFeed } from './indexer-feed';
import { indexerEndpoints } from './networks';

const BOOK: StreamRequest = { channel: 'v4_orderbook', id: 'BTC-USD' };
const TRADES: StreamRequest = { channel: 'v4_trades', id: 'BTC-USD' };
const BLOCKS: StreamRequest = { channel: 'v4_block_height' };
const MARKETS: StreamRequest = { channel: 'v4_markets' };

const startExchange = (options: Partial<Parameters<typeof startLocalExchange>[0]> = {}): Promise<LocalExchange> =>
  startLocalExchange({
    port: 0,
    batchIntervalMs: 20,
    venue: simulatedVenue({ seed: 1, markets: DEFAULT_MARKETS.slice(0, 2), blockMs: 100, warmUpMs: 1_000 }),
    ...options,
  });

/** Markets that speak when they are told to. */
function quietVenue(tickers: readonly string[]): { readonly venue: Venue; readonly speak: () => void } {
  const state = new VenueState();
  const trading = Object.fromEntries(
    tickers.map((ticker) => [
      ticker,
      { clobPairId: '0', ticker, status: 'ACTIVE', oraclePrice: '100', tickSize: '0.1', stepSize: '0.01' } as const,
    ]),
  );
  state.apply({ channel: 'v4_markets', id: 'v4_markets', contents: { trading } });
  let publish: Parameters<Venue['open']>[0]['publish'] | undefined;
  const venue: Venue = {
    state,
    open: (runtime) => {
      publish = runtime.publish;
      return Promise.resolve();
    },
    firstSubscription: () => undefined,
    close: () => Promise.resolve(),
  };
  const speak = (): void => {
    for (const id of tickers) publish?.({ channel: 'v4_orderbook', id, contents: { bids: [['99', '1']] } });
  };
  return { venue, speak };
}

describeFeedContract({
  name: 'the live feed on a local exchange',
  create: async () => {
    const exchange = await startExchange();
    const feed = indexerFeed({
      url: exchange.wsUrl,
      streams: [BOOK, BLOCKS],
      clock: systemClock,
      scheduler: asyncScheduler,
      random: () => 0,
      faults: collectFaults(),
    });
    return { feed, openResources: () => exchange.clients(), dispose: () => exchange.stop() };
  },
});

describe('the live feed on a local exchange', () => {
  let exchange: LocalExchange;
  let feed: IndexerFeed;
  let faults: CollectedFaults;
  let events: FeedEvent[];
  let reading: Subscription | undefined;
  let wake: () => void = () => undefined;

  const open = (streams: readonly StreamRequest[], options: Partial<IndexerFeedOptions> = {}): void => {
    faults = collectFaults();
    events = [];
    feed = indexerFeed({
      url: exchange.wsUrl,
      streams,
      clock: systemClock,
      scheduler: asyncScheduler,
      random: () => 0.1,
      faults,
      ...options,
    });
    reading = feed.events$.subscribe((event) => {
      events.push(event);
      wake();
    });
  };
  /** Waits until the feed has said what makes it true. */
  const until = async (isTrue: () => boolean): Promise<void> => {
    while (!isTrue()) {
      await new Promise<void>((resolve) => (wake = resolve));
      // Once per turn of the loop is enough, however many frames one read of a socket brings.
      await new Promise((resolve) => setImmediate(resolve));
    }
  };
  const isAllLive = (): boolean =>
    feed.statuses().length > 0 && feed.statuses().every(({ state }) => state.kind === 'live');
  const statesOf = (stream: StreamRequest): string[] =>
    events.flatMap((event) =>
      event.kind === 'stream' && streamName(event) === streamName(stream) ? [event.state.kind] : [],
    );
  const connectionStates = (): string[] =>
    events.flatMap((event) => (event.kind === 'connection' ? [event.state.kind] : []));
  const framesFrom = (connection: number): number =>
    events.filter((event) => event.kind === 'frame' && event.connection === connection).length;

  afterEach(async () => {
    reading?.unsubscribe();
    reading = undefined;
    await exchange.stop();
  });

  it('R1: 300 markets with book, trades and two candles all deliver over 19 sockets', async () => {
    const ids = Array.from({ length: 300 }, (_, index) => `M${index}-USD`);
    const { venue, speak } = quietVenue(ids);
    exchange = await startExchange({ venue, snapshotLatencyMs: [0, 20] });
    const streams = ids.flatMap((id): StreamRequest[] => [
      { channel: 'v4_orderbook', id },
      { channel: 'v4_trades', id },
      { channel: 'v4_candles', id: `${id}/1MIN` },
      { channel: 'v4_candles', id: `${id}/5MINS` },
    ]);
    open([MARKETS, ...streams]);
    await until(isAllLive);
    expect(exchange.clients()).toBe(19);
    expect(feed.statuses()).toHaveLength(1_201);
    const seen = events.length;
    speak();
    await until(() => events.length >= seen + ids.length);
    const spoke = events.slice(seen).flatMap((event) => (event.kind === 'frame' ? [readFrameHead(event.text).id] : []));
    expect(spoke.toSorted()).toEqual(ids.toSorted());
    expect(faults.faults).toEqual([]);
  });

  it('R1, R2: hundreds of streams are live on the fewest sockets, also after a restart, and no limit is tripped', async () => {
    exchange = await startExchange();
    const ids = ['BTC-USD', 'ETH-USD'];
    const candles = ids.flatMap((id) =>
      ['1MIN', '5MINS', '15MINS', '30MINS', '1HOUR', '4HOURS', '1DAY'].map((resolution): StreamRequest => ({
        channel: 'v4_candles',
        id: `${id}/${resolution}`,
      })),
    );
    const accounts = Array.from({ length: 300 }, (_, index): StreamRequest => ({
      channel: 'v4_subaccounts',
      id: `dydx1test/${index}`,
    }));
    const books = ids.flatMap((id): StreamRequest[] => [
      { channel: 'v4_orderbook', id },
      { channel: 'v4_trades', id },
    ]);
    open([MARKETS, BLOCKS, ...books, ...candles, ...accounts]);
    await until(isAllLive);
    expect(exchange.clients()).toBe(2);
    exchange.inject({ kind: 'restart', downForMs: 300 });
    await until(() => !isAllLive());
    await until(isAllLive);
    expect(exchange.clients()).toBe(2);
    const said = faults.faults.map(({ message }) => message).join('\n');
    expect(said).not.toMatch(/1008|limit|Too many/);
  });

  it('R1: a stream that is refused by cap is live on another socket', async () => {
    exchange = await startExchange();
    exchange.inject({
      kind: 'fail-subscription',
      answer: 'limit',
      subscribes: 1,
      channel: 'v4_trades',
      market: 'BTC-USD',
    });
    const other: StreamRequest = { channel: 'v4_trades', id: 'ETH-USD' };
    open([BOOK, other, TRADES]);
    await until(isAllLive);
    expect(statesOf(TRADES)).toEqual(['requested', 'refused', 'requested', 'live']);
    expect(feed.statuses().find(({ id, channel }) => id === 'BTC-USD' && channel === 'v4_trades')?.connection).toBe(1);
  });

  it('R15: works with the addresses that are derived from a base URL', async () => {
    exchange = await startExchange();
    open([BOOK, MARKETS], { url: indexerEndpoints(exchange.restUrl).wsUrl });
    await until(isAllLive);
    expect(faults.faults).toEqual([]);
  });

  it('R3: a dropped frame leads to one message-gap and a snapshot of every stream', async () => {
    exchange = await startExchange();
    open([BOOK, TRADES, BLOCKS], { lateMs: 50 });
    await until(() => isAllLive() && framesFrom(0) > 20);
    exchange.inject({ kind: 'drop', frames: 1, channel: 'v4_orderbook' });
    await until(() => faults.faults.some(({ kind }) => kind === 'message-gap'));
    await until(() => isAllLive());
    expect(faults.faults.filter(({ kind }) => kind === 'message-gap')).toHaveLength(1);
    expect(statesOf(BOOK)).toEqual(['requested', 'live', 'requested', 'live']);
  });

  it('R4: late answers after higher numbers are no loss', async () => {
    exchange = await startExchange({ snapshotLatencyMs: [100, 300] });
    open([BOOK, BLOCKS, TRADES, MARKETS], { lateMs: 20, requestsAtOnce: 1 });
    await until(() => isAllLive() && framesFrom(0) > 50);
    expect(faults.faults).toEqual([]);
    expect(connectionStates()).toEqual(['connecting', 'open']);
  });

  it('a frame that comes twice or late is left out; a late one starts its stream over', async () => {
    exchange = await startExchange();
    // A frame that is overtaken comes with the next one of its book, and that may take a while.
    open([BOOK, BLOCKS], { lateMs: 30_000, doubtMs: 30_000 });
    await until(() => isAllLive() && framesFrom(0) > 20);
    exchange.inject({ kind: 'duplicate', frames: 1, channel: 'v4_orderbook' });
    await until(() => faults.faults.some(({ message }) => message.includes('twice')));
    exchange.inject({ kind: 'reorder', frames: 1, channel: 'v4_orderbook' });
    await until(() => statesOf(BOOK).length === 4);
    expect(statesOf(BOOK)).toEqual(['requested', 'live', 'requested', 'live']);
    expect(statesOf(BLOCKS)).toEqual(['requested', 'live']);
    expect(connectionStates()).toEqual(['connecting', 'open']);
  });

  it.each(['half-open', 'mute'] as const)('R8: a %s socket is given up and replaced', async (kind) => {
    exchange = await startExchange();
    open([BOOK, BLOCKS], { silenceMs: 600 });
    await until(() => isAllLive() && framesFrom(0) > 40);
    exchange.inject({ kind, forMs: 60_000 });
    const fromMs = systemClock.now();
    await until(() => connectionStates().includes('waiting'));
    expect(systemClock.now() - fromMs).toBeLessThan(15_000);
    await until(isAllLive);
    expect(statesOf(BOOK)).toEqual(['requested', 'live', 'requested', 'live']);
  });

  it('R10: a market that freezes is stale and starts over, the others go on', async () => {
    exchange = await startExchange();
    const other: StreamRequest = { channel: 'v4_orderbook', id: 'ETH-USD' };
    open([BOOK, other, BLOCKS], { longestSilenceMs: { v4_orderbook: 1_500 } });
    await until(isAllLive);
    exchange.inject({ kind: 'freeze-market', market: 'BTC-USD', forMs: 60_000 });
    await until(() => statesOf(BOOK).length >= 5);
    expect(statesOf(BOOK)).toEqual(['requested', 'live', 'stale', 'requested', 'live']);
    expect(statesOf(other)).toEqual(['requested', 'live']);
    expect(faults.faults).toMatchObject([{ where: 'connection 0 v4_orderbook BTC-USD' }]);
  });

  it('R13: another endpoint is taken when one dies', async () => {
    exchange = await startExchange();
    const dying = await startExchange({ venue: quietVenue(['BTC-USD']).venue });
    open([BOOK], { url: [dying.wsUrl, exchange.wsUrl] });
    await until(isAllLive);
    await dying.stop();
    await until(() => exchange.clients() === 1 && isAllLive());
    expect(connectionStates()).toEqual(['connecting', 'open', 'waiting', 'connecting', 'open']);
  });

  it('streams come and go while it runs; what the decoder says of them is data, gaps and no fault', async () => {
    exchange = await startExchange();
    open([BOOK]);
    await until(isAllLive);
    feed.setStreams([BOOK, TRADES, BLOCKS]);
    await until(() => feed.statuses().length === 3 && isAllLive());
    feed.setStreams([TRADES]);
    await until(() => statesOf(BOOK).at(-1) === 'ended');
    const seen = events.length;
    await until(() => events.slice(seen).filter(({ kind }) => kind === 'frame').length >= 5);
    const decoderFaults = collectFaults();
    const inputs$ = from(events).pipe(map((event, seq): LoggedInput => ({ ...event, seq })));
    const decoded = await lastValueFrom(inputs$.pipe(decodeInputs({ faults: decoderFaults }), toArray()));
    expect([...decoderFaults.faults, ...faults.faults]).toEqual([]);
    const gaps = decoded.filter((event) => event.kind === 'gap' && event.channel === 'book');
    expect(gaps).toHaveLength(1);
    const bookEvents = decoded.slice(decoded.indexOf(gaps[0]!)).filter(({ kind }) => kind.startsWith('book'));
    expect(bookEvents).toEqual([]);
  });

  it('R9: after 20 cuts there is one socket, and after the end none', async () => {
    exchange = await startExchange();
    open([BOOK, BLOCKS], { random: () => 0, backoff: { maxFailures: 1_000 } });
    for (let times = 0; times < 20; times += 1) {
      await until(isAllLive);
      exchange.inject({ kind: 'cut', connections: 'all' });
      await until(() => !isAllLive());
    }
    await until(isAllLive);
    expect(exchange.clients()).toBe(1);
    expect(feed.statuses()[0]?.interruptions).toBe(20);
    reading?.unsubscribe();
    while (exchange.clients() > 0) await new Promise((resolve) => setImmediate(resolve));
    expect(feed.statuses()).toEqual([]);
  });
});
