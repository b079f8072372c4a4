import { DEFAULT_MARKETS } from '../chain/default-markets';
import { simulatedVenue } from '../chain/simulated-venue';
import { clockBeforeHour } from '../clock/clock-before-hour';
import { replayVenue } from '../replay/replay-venue';
import { ExchangeClient, type ServerMessage } from '../test-kit/exchange-client';
import { useExchanges } from '../test-kit/exchanges';
import { HandClock } from '../test-kit/hand-clock';
import { recorded, Recording } from '../test-kit/recording';
import type { IndexerFunding, IndexerMarketsChange } from '../venue/indexer-shapes';
import type { Venue } from '../venue/venue';
import type { MarketFault } from './exchange-fault';
import { parseFaultScript } from './parse-fault-script';

jest.setTimeout(30_000);

const HOUR_MS = 3_600_000;
const start = useExchanges();

function venueOf(seed = 1): Venue {
  return simulatedVenue({ seed, markets: DEFAULT_MARKETS.slice(0, 3), blockMs: 100, warmUpMs: 60_000, historyMs: 0 });
}

function recording(): Venue {
  const markets = { markets: { 'AAA-USD': { ticker: 'AAA-USD', status: 'ACTIVE' } } };
  return replayVenue({ frames: new Recording([[recorded(0, 'subscribed', 'v4_markets', 'v4_markets', markets)]]) });
}

async function post(controlUrl: string, fault: object): Promise<{ status: number; body: unknown }> {
  const response = await fetch(`${controlUrl}/faults`, { method: 'POST', body: JSON.stringify(fault) });
  return { status: response.status, body: await response.json() };
}

/** The next message of v4_markets that says something of a market for which `isMeant` holds. */
function marketNews(
  client: ExchangeClient,
  isMeant: (change: IndexerMarketsChange) => boolean,
): Promise<ServerMessage> {
  return client.next(({ type, contents }) => type === 'channel_data' && isMeant(contents as IndexerMarketsChange));
}

describe('a fault of markets', () => {
  it('is injected in process, reaches clients, and is counted', async () => {
    const exchange = await start(venueOf());
    const client = await ExchangeClient.connect(exchange.wsUrl);
    client.subscribe('v4_markets');
    const { contents } = await client.next(({ type }) => type === 'subscribed');
    const { markets } = contents as { markets: Record<string, { oraclePrice: string }> };
    const before = Number(markets['BTC-USD']!.oraclePrice);
    expect(exchange.inject({ kind: 'price-move', market: 'BTC-USD', by: -0.3, overMs: 300 })).toBe(1);
    expect(exchange.inject({ kind: 'oracle-freeze', forMs: 0 })).toBe(3);
    await marketNews(client, ({ oraclePrices }) => {
      return Number(oraclePrices?.['BTC-USD']?.oraclePrice ?? Infinity) < before * 0.71;
    });
    expect(exchange.faultsInjected().map(({ kind, detail }) => `${kind}: ${detail}`)).toEqual([
      'price-move: BTC-USD by -0.3 over 300 ms',
      'oracle-freeze: every market for 0 ms',
    ]);
  });

  it.each<[object, number, object]>([
    [{ kind: 'liquidity', factor: 0.5, for: '5s' }, 200, { injected: 3 }],
    [{ kind: 'halt-chain', for: '1s' }, 200, { injected: 1 }],
    [{ kind: 'market-status', market: 'BTC-USD', status: 'PAUSED', for: '1s' }, 200, { injected: 1 }],
    [{ kind: 'open-interest', market: 'BTC-USD', usd: 5e7, for: '1s' }, 200, { injected: 1 }],
    [{ kind: 'price-move', market: 'ZZZ-USD', by: 0.1, over: '1s' }, 400, { error: 'price-move: no market ZZZ-USD' }],
    [
      { kind: 'funding-rate', market: 'BTC-USD', rate: -0.01, for: '1s' },
      400,
      {
        error: 'funding-rate: rate of BTC-USD must be in -0.006..0.006 an hour, 6 x (IM - MM) in 8 hours, was -0.01',
      },
    ],
    [
      { kind: 'market-status', market: 'BTC-USD', status: 'PAUSED', fro: '1s' },
      400,
      { error: expect.stringMatching(/^(for|fro): .*/) as string },
    ],
  ])('is injected by HTTP: %j', async (fault, status, body) => {
    const exchange = await start(venueOf());
    expect(await post(exchange.controlUrl, fault)).toEqual({ status, body });
    expect(exchange.faultsInjected()).toHaveLength(status === 200 ? 1 : 0);
  });

  it.each<[MarketFault, string]>([
    [{ kind: 'open-interest', market: 'BTC-USD', openInterestUsd: 2e7, forMs: 5 }, 'BTC-USD at 20000000 USD for 5 ms'],
    [{ kind: 'funding-rate', market: 'BTC-USD', rate: -0.001, forMs: 5 }, 'BTC-USD at -0.001 an hour for 5 ms'],
    [{ kind: 'market-status', market: 'BTC-USD', status: 'POST_ONLY', forMs: 5 }, 'BTC-USD POST_ONLY for 5 ms'],
    [{ kind: 'liquidity', factor: 0.1, forMs: 5 }, 'every market times 0.1 for 5 ms'],
    [{ kind: 'halt-chain', forMs: 5 }, 'for 5 ms'],
  ])('is told as what it was: %j', async (fault, detail) => {
    const exchange = await start(venueOf());
    exchange.inject(fault);
    expect(exchange.faultsInjected()).toMatchObject([{ kind: fault.kind, detail }]);
  });

  it('is refused in process when it is not possible', async () => {
    const exchange = await start(venueOf());
    expect(() => exchange.inject({ kind: 'price-move', by: -2, overMs: 1 })).toThrow(
      new RangeError('price-move: by must be in -0.99..10, was -2'),
    );
    expect(exchange.faultsInjected()).toEqual([]);
  });

  it('has a script refused before anything starts when one of its faults is not possible', async () => {
    const faults = parseFaultScript('faults:\n  - { kind: oracle-freeze, at: 1s, for: 1s, market: ZZZ-USD }', 'x.yaml');
    await expect(start(venueOf(), { faults })).rejects.toThrow(new RangeError('oracle-freeze: no market ZZZ-USD'));
  });

  it('cannot happen to a recording', async () => {
    const message = 'halt-chain needs simulated markets: those of this venue, a recording, are as they are';
    const exchange = await start(recording());
    expect(() => exchange.inject({ kind: 'halt-chain', forMs: 1 })).toThrow(new RangeError(message));
    expect(await post(exchange.controlUrl, { kind: 'halt-chain', for: '1s' })).toEqual({
      status: 400,
      body: { error: message },
    });
    const faults = parseFaultScript('faults:\n  - { kind: halt-chain, at: 1s, for: 1s }', 'x.yaml');
    await expect(start(recording(), { faults })).rejects.toThrow(new RangeError(message));
  });
});

it('settles forced funding over a real socket, at the first block of an hour that strikes soon', async () => {
  const pace = new HandClock(Date.parse('2026-03-01T13:25:17.000Z'));
  const clock = clockBeforeHour(30_000, pace);
  const hourMs = Math.ceil(clock.now() / HOUR_MS) * HOUR_MS;
  const exchange = await start(venueOf(), { clock });
  const client = await ExchangeClient.connect(exchange.wsUrl);
  client.subscribe('v4_markets');
  client.subscribe('v4_block_height');
  await client.next(({ type, channel }) => type === 'subscribed' && channel === 'v4_block_height');
  exchange.inject({ kind: 'funding-rate', market: 'ETH-USD', rate: 0.0025, forMs: 60_000 });
  pace.nowMs += 1_000;
  await marketNews(client, ({ trading }) => trading?.['ETH-USD']?.['nextFundingRate'] === '0.0025');
  pace.nowMs += 32_000;
  const { contents } = await client.next(
    ({ type, channel, contents: block }) =>
      type === 'channel_data' &&
      channel === 'v4_block_height' &&
      Date.parse((block as { time: string }).time) >= hourMs,
  );
  const { blockHeight, time } = contents as { blockHeight: string; time: string };
  const response = await fetch(`${exchange.restUrl}/historicalFunding/ETH-USD`);
  const [settled] = ((await response.json()) as { historicalFunding: IndexerFunding[] }).historicalFunding;
  expect(settled).toMatchObject({ rate: '0.0025', effectiveAt: time, effectiveAtHeight: blockHeight });
  expect(Date.parse(time)).toBeLessThan(hourMs + 500);
});

describe('with a clock moved by hand', () => {
  const script = parseFaultScript(
    `
    faults:
      - { kind: price-move, at: 1230ms, by: -0.2, over: 3s }
      - { kind: oracle-freeze, at: 2s, market: BTC-USD, for: 2s }
      - { kind: liquidity, every: 1700ms, jitter: 0.5, factor: 0.3, for: 400ms }
      - { kind: halt-chain, at: 6s, for: 1s }
    `,
    'test.yaml',
  );
  const doNotFake = ['nextTick', 'setImmediate', 'queueMicrotask', 'setTimeout', 'clearTimeout', 'Date'] as const;

  beforeEach(() => jest.useFakeTimers({ doNotFake: [...doNotFake] }));
  afterEach(() => jest.useRealTimers());

  /** Ten seconds of an exchange whose clock goes on by so much between two steps of its markets. */
  async function marketsAfter(seed: number, stepMs: number): Promise<object> {
    const clock = new HandClock();
    const venue = venueOf(seed);
    const exchange = await start(venue, { clock, faults: script });
    for (let ms = 0; ms < 10_000; ms += stepMs) {
      clock.nowMs += Math.min(stepMs, 10_000 - ms);
      jest.advanceTimersByTime(50);
    }
    const { state } = venue;
    const tickers = [...state.markets().keys()];
    return {
      faults: exchange.faultsInjected(),
      markets: [...state.markets()],
      books: tickers.map((ticker) => state.fullBook(ticker)),
      trades: tickers.map((ticker) => state.trades(ticker)),
    };
  }

  it('a fault passes a market by that is no longer listed', async () => {
    const clock = new HandClock();
    const plan = { delistings: [{ atMs: 0, ticker: 'ETH-USD' }] };
    const markets = DEFAULT_MARKETS.slice(0, 2);
    const exchange = await start(simulatedVenue({ seed: 1, markets, warmUpMs: 0, historyMs: 0, ...plan }), { clock });
    for (let second = 0; second < 100; second += 1) {
      clock.nowMs += 1_000;
      jest.advanceTimersByTime(50);
    }
    expect(exchange.inject({ kind: 'oracle-freeze', market: 'ETH-USD', forMs: 1 })).toBe(0);
    expect(exchange.faultsInjected()).toEqual([]);
  });

  it('a script makes the same markets of the same seed, however late the computer is', async () => {
    const punctual = await marketsAfter(5, 50);
    expect((punctual as { faults: unknown[] }).faults.length).toBeGreaterThan(6);
    expect(await marketsAfter(5, 50)).toEqual(punctual);
    expect(await marketsAfter(5, 1_900)).toEqual(punctual);
    expect(await marketsAfter(6, 50)).not.toEqual(punctual);
  });
});
