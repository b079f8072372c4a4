import { ExchangeClient } from '../test-kit/exchange-client';
import { startLocalExchange, type LocalExchange } from '../indexer-api/start-local-exchange';
import { systemClock } from '../clock/system-clock';
import type { ChannelUpdate } from '../venue/channel-update';
import type { Venue } from '../venue/venue';
import { DEFAULT_MARKETS } from './default-markets';
import { simulatedVenue } from './simulated-venue';

jest.setTimeout(30_000);

describe('a simulated exchange', () => {
  let exchange: LocalExchange;

  beforeAll(async () => {
    const venue = simulatedVenue({ seed: 1, blockMs: 100, warmUpMs: 30_000 });
    exchange = await startLocalExchange({ port: 0, venue, batchIntervalMs: 20 });
  });

  afterAll(() => exchange.stop());

  it('is warm when the first client comes', async () => {
    const markets = (await (await fetch(`${exchange.restUrl}/perpetualMarkets`)).json()) as { markets: object };
    expect(Object.keys(markets.markets)).toHaveLength(10);
    const client = await ExchangeClient.connect(exchange.wsUrl);
    client.subscribe('v4_trades', 'BTC-USD', true);
    client.subscribe('v4_candles', 'PEPE-USD/1MIN', true);
    const trades = await client.next(({ channel }) => channel === 'v4_trades');
    const candles = await client.next(({ channel }) => channel === 'v4_candles');
    expect((trades.contents as { trades: unknown[] }).trades.length).toBeGreaterThan(10);
    expect((candles.contents as { candles: unknown[] }).candles).toHaveLength(1_000);
    await client.close();
  });

  it('keeps every channel flowing', async () => {
    const client = await ExchangeClient.connect(exchange.wsUrl);
    client.subscribe('v4_markets');
    client.subscribe('v4_block_height');
    client.subscribe('v4_orderbook', 'BTC-USD', true);
    client.subscribe('v4_trades', 'BTC-USD');
    client.subscribe('v4_candles', 'BTC-USD/1MIN');
    const missing = new Set(['v4_markets', 'v4_block_height', 'v4_orderbook', 'v4_trades', 'v4_candles']);
    while (missing.size > 0) {
      const { channel } = await client.next(({ type }) => type.startsWith('channel_'));
      missing.delete(String(channel));
    }
    await client.close();
  });
});

describe('the timer of the simulation', () => {
  const blocksAfter = async (venue: Venue, wakeUp: () => void): Promise<number> => {
    let blocks = 0;
    const publish = ({ channel }: ChannelUpdate): void => void (blocks += channel === 'v4_block_height' ? 1 : 0);
    await venue.open({ clock: systemClock, publish, drained: () => Promise.resolve() });
    wakeUp();
    await jest.advanceTimersByTimeAsync(50);
    return blocks;
  };

  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  it('catches up in small portions after the computer slept', async () => {
    const venue = simulatedVenue({ seed: 1, blockMs: 100, warmUpMs: 0 });
    const blocks = await blocksAfter(venue, () => jest.setSystemTime(new Date().getTime() + 3_600_000));
    expect(blocks).toBeGreaterThan(10);
    expect(blocks).toBeLessThan(30);
    await venue.close();
  });

  it('stops when the venue is closed', async () => {
    const venue = simulatedVenue({ seed: 1, blockMs: 100, warmUpMs: 0 });
    expect(await blocksAfter(venue, () => void venue.close())).toBe(0);
    expect(jest.getTimerCount()).toBe(0);
  });
});

describe('simulatedVenue', () => {
  it.each([
    [{ seed: 0.5 }, 'seed must be an integer, was 0.5'],
    [{ seed: 1, markets: [] }, 'markets must hold at least one market, was empty'],
    [{ seed: 1, blockMs: 10 }, 'blockMs must be >= 50, was 10'],
    [{ seed: 1, warmUpMs: -1 }, 'warmUpMs must be in 0..86400000, was -1'],
    [{ seed: 1, historyMs: -1 }, 'historyMs must be in 0..2678400000, was -1'],
    [{ seed: 1, forcedTradesPerHour: -1 }, 'forcedTradesPerHour must be >= 0, was -1'],
    [
      { seed: 1, bookNoise: { crossesPerMinute: NaN, staleLevelsPerMinute: 0, swappedUpdatesPerMinute: 0 } },
      'crossesPerMinute must be >= 0, was NaN',
    ],
    [{ seed: 1, pauses: [{ atMs: 1, ticker: 'ZZZ-USD', forMs: 1 }] }, 'pauses: no ZZZ-USD at 1 ms'],
    [
      { seed: 1, markets: [{ ...DEFAULT_MARKETS[0]!, quantumConversionExponent: -12 }] },
      'BTC-USD: tick x step must be at least one quote quantum, was 1e-7 USD',
    ],
    [
      { seed: 1, markets: [{ ...DEFAULT_MARKETS[0]!, subticksPerTick: 3 }] },
      'BTC-USD: subticksPerTick must be a power of ten, was 3',
    ],
  ])('refuses %j', (options, message) => {
    expect(() => simulatedVenue(options)).toThrow(new RangeError(message));
  });

  it('can be closed before it was opened', async () => {
    await expect(simulatedVenue({ seed: 1 }).close()).resolves.toBeUndefined();
  });
});
