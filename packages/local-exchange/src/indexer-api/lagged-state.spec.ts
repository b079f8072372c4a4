import { ExchangeClient } from '../test-kit/exchange-client';
import { useExchanges } from '../test-kit/exchanges';
import { HandClock } from '../test-kit/hand-clock';
import { listing, StaticVenue } from '../test-kit/static-venue';
import { VenueState } from '../venue/venue-state';
import { LaggedState } from './lagged-state';

jest.setTimeout(30_000);

const start = useExchanges();
const figures = { low: '1', high: '9', baseTokenVolume: '0', usdVolume: '0', trades: 0, startingOpenInterest: '0' };

function candle(venue: StaticVenue, minute: number, close: string): void {
  const contents = {
    startedAt: `2026-03-01T00:0${minute}:00.000Z`,
    ticker: 'AAA-USD',
    resolution: '1MIN',
    open: '1',
    close,
  };
  venue.publish({ channel: 'v4_candles', id: 'AAA-USD/1MIN', contents: { ...contents, ...figures } });
}

/** What REST says of everything that lags. */
async function restOf(restUrl: string): Promise<unknown[]> {
  const json = async (path: string): Promise<object> => (await (await fetch(restUrl + path)).json()) as object;
  const { bids } = (await json('/orderbooks/perpetualMarket/AAA-USD')) as { bids: { size: string }[] };
  const { trades } = (await json('/trades/perpetualMarket/AAA-USD')) as { trades: unknown[] };
  const { candles } = (await json('/candles/perpetualMarkets/AAA-USD?resolution=1MIN')) as {
    candles: { close: string }[];
  };
  const { height } = (await json('/height')) as { height: string };
  return [bids.map(({ size }) => size), trades.length, candles.map(({ close }) => close), height];
}

function publishAll(venue: StaticVenue, minute: number): void {
  venue.bid('AAA-USD', '99', String(minute));
  venue.trade('AAA-USD', `0000000${minute}0000000200000000`);
  candle(venue, minute, String(minute));
  venue.block(minute);
}

describe('REST that lags', () => {
  it('shows the state of some time ago, while streams and their snapshots are ahead', async () => {
    const venue = new StaticVenue();
    const clock = new HandClock();
    publishAll(venue, 1);
    const exchange = await start(venue, { clock, restLagMs: 800 });
    expect(await restOf(exchange.restUrl)).toEqual([['1'], 1, ['1'], '1']);
    publishAll(venue, 2);
    clock.nowMs += 799;
    expect(await restOf(exchange.restUrl)).toEqual([['1'], 1, ['1'], '1']);
    const client = await ExchangeClient.connect(exchange.wsUrl);
    client.subscribe('v4_orderbook', 'AAA-USD');
    expect(await client.next()).toMatchObject({ contents: { bids: [{ size: '2' }] } });
    clock.nowMs += 1;
    expect(await restOf(exchange.restUrl)).toEqual([['2'], 2, ['2', '1'], '2']);
  });

  it('does not know a market that was listed a moment ago', async () => {
    const venue = new StaticVenue();
    const clock = new HandClock();
    const { restUrl } = await start(venue, { clock, restLagMs: 500 });
    venue.publish({
      channel: 'v4_markets',
      id: 'v4_markets',
      contents: { trading: { 'NEW-USD': listing('NEW-USD') } },
    });
    const status = async (): Promise<number> => (await fetch(`${restUrl}/perpetualMarkets?ticker=NEW-USD`)).status;
    expect(await status()).toBe(400);
    clock.nowMs += 500;
    expect(await status()).toBe(200);
  });

  it('keeps to the truth where the stream of a book departs from it', async () => {
    const venue = new StaticVenue();
    const clock = new HandClock();
    const { restUrl } = await start(venue, { clock, restLagMs: 800 });
    venue.bid('AAA-USD', '99', '5');
    const contents = { bids: [['98', '7']] as const };
    venue.runtime!.publish({ channel: 'v4_orderbook', id: 'AAA-USD', contents });
    clock.nowMs += 800;
    const answer = await (await fetch(`${restUrl}/orderbooks/perpetualMarket/AAA-USD`)).json();
    expect(answer).toEqual({ bids: [{ price: '99', size: '5' }], asks: [] });
  });

  it('no longer has a market that is gone', async () => {
    const venue = new StaticVenue();
    const { restUrl } = await start(venue, { clock: new HandClock(), restLagMs: 800 });
    venue.state.removeMarket('AAA-USD');
    const { markets } = (await (await fetch(`${restUrl}/perpetualMarkets`)).json()) as { markets: object };
    expect(Object.keys(markets)).toEqual(['BBB-USD']);
  });

  it('shows a busy book late by the lag, or by up to an eighth more', () => {
    jest.useFakeTimers();
    const clock = new HandClock(0);
    const state = new VenueState();
    const lagged = new LaggedState(state, 800, clock);
    lagged.begin();
    for (let at = 1; at <= 5_000; at += 1) {
      clock.nowMs += 1;
      const update = { channel: 'v4_orderbook', id: 'AAA-USD', contents: { bids: [['9', String(at)]] } } as const;
      state.apply(update);
      lagged.add(update);
      jest.advanceTimersByTime(1);
      if (at % 7 !== 0 || at < 1_000) continue;
      const ageMs = at - Number(lagged.current().book('AAA-USD').bids[0]!.size);
      expect(ageMs).toBeGreaterThanOrEqual(800);
      expect(ageMs).toBeLessThanOrEqual(900);
    }
    jest.useRealTimers();
  });

  it('shows every block exactly when its time has come, however many there are', () => {
    const clock = new HandClock(0);
    const state = new VenueState();
    const lagged = new LaggedState(state, 10, clock);
    for (let at = 1; at <= 20_000; at += 1) {
      clock.nowMs += 1;
      const contents = { blockHeight: String(at), time: '2026-03-01T00:00:00.000Z' };
      lagged.add({ channel: 'v4_block_height', id: 'v4_block_height', contents });
      expect(lagged.current().height()?.height).toBe(at <= 10 ? undefined : String(at - 10));
    }
  });
});
