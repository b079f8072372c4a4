import { ExchangeClient } from '../../test-kit/exchange-client';
import { useExchanges } from '../../test-kit/exchanges';
import { HandClock } from '../../test-kit/hand-clock';
import { StaticVenue } from '../../test-kit/static-venue';
import type { LocalExchangeOptions } from '../local-exchange-options';
import { bucketOf } from './rest-buckets';

jest.setTimeout(30_000);

const start = useExchanges();

type Get = (path: string, headers?: Record<string, string>) => Promise<Response>;

/** An exchange with small limits on a clock that stands still. */
async function limited(
  options: Partial<LocalExchangeOptions> = {},
): Promise<{ readonly get: Get; readonly clock: HandClock; readonly trips: () => number }> {
  const clock = new HandClock();
  const restBuckets = { get: { points: 2, windowMs: 10_000 } };
  const exchange = await start(new StaticVenue(), { clock, restBuckets, ...options });
  return {
    get: (path, headers = {}) => fetch(exchange.restUrl + path, { headers }),
    clock,
    trips: () => exchange.stats().limiterTrips.rest,
  };
}

const limits = ({ headers }: Response): (string | null)[] =>
  ['ratelimit-limit', 'ratelimit-remaining', 'ratelimit-reset', 'retry-after'].map((name) => headers.get(name));

describe('REST limits', () => {
  it('R13: tell what is left, and answer 429 with the wait in milliseconds until the window is over', async () => {
    const { get, clock, trips } = await limited();
    const proxied = { 'x-forwarded-for': '203.0.113.7, 10.0.0.1' };
    const resetMs = String(clock.nowMs + 10_000);
    expect(limits(await get('/time', proxied))).toEqual(['2', '1', resetMs, null]);
    clock.nowMs += 4_000;
    expect(limits(await get('/height', proxied))).toEqual(['2', '0', resetMs, null]);
    const refused = await get('/perpetualMarkets', proxied);
    expect(refused.status).toBe(429);
    expect(await refused.json()).toEqual({ errors: [{ msg: 'Too many requests' }] });
    expect(limits(refused)).toEqual(['2', '0', resetMs, '6000']);
    expect(refused.headers.get('cache-control')).toBeNull();
    clock.nowMs += 6_000;
    expect((await get('/time', proxied)).status).toBe(200);
    expect(trips()).toBe(1);
  });

  it('are kept per client, by the header of the nearest proxy', async () => {
    const { get } = await limited();
    const status = async (headers: Record<string, string>): Promise<number> => (await get('/time', headers)).status;
    const one = { 'cf-connecting-ip': '203.0.113.1', 'x-forwarded-for': '203.0.113.9' };
    expect([await status(one), await status(one), await status(one)]).toEqual([200, 200, 429]);
    expect(await status({ 'cf-connecting-ip': '203.0.113.2' })).toBe(200);
    expect(await status({ 'x-forwarded-for': '203.0.113.1' })).toBe(429);
  });

  it('do not concern clients without a proxy, unless always wanted, nor anybody when not wanted at all', async () => {
    const direct = await limited();
    for (let times = 0; times < 3; times += 1) {
      const response = await direct.get('/time');
      expect([response.status, ...limits(response)]).toEqual([200, null, null, null, null]);
    }
    const always = await limited({ restLimits: 'always' });
    const statuses = [];
    for (let times = 0; times < 3; times += 1) statuses.push((await always.get('/time')).status);
    expect(statuses).toEqual([200, 200, 429]);
    const never = await limited({ restLimits: 'never' });
    for (let times = 0; times < 3; times += 1) {
      expect((await never.get('/time', { 'x-forwarded-for': '203.0.113.1' })).status).toBe(200);
    }
  });

  it.each([
    ['/time', 'get'],
    ['/perpetualMarkets', 'get'],
    ['/addresses/dydx1abc/subaccountNumber/0', 'get'],
    ['/constructor', 'get'],
    ['/orders', 'orders'],
    ['/orders/parentSubaccountNumber', 'orders'],
    ['/fills', 'fills'],
    ['/tradeHistory', 'fills'],
    ['/candles/perpetualMarkets/BTC-USD', 'candles'],
    ['/sparklines', 'sparklines'],
    ['/historical-pnl', 'historicalPnl'],
    ['/pnl/parentSubaccountNumber', 'pnl'],
    ['/fundingPayments', 'fundingPayments'],
  ])('count %s as %s', (path, bucket) => {
    expect(bucketOf(path)).toBe(bucket);
  });

  it('are those of the Indexer by default: a hundred in ten seconds, a thousand for candles', async () => {
    const { get } = await limited({ restBuckets: {}, restLimits: 'always' });
    expect(limits(await get('/time')).slice(0, 2)).toEqual(['100', '99']);
    expect(limits(await get('/candles/perpetualMarkets/AAA-USD?resolution=1MIN')).slice(0, 2)).toEqual(['1000', '999']);
    expect(limits(await get('/time')).slice(0, 2)).toEqual(['100', '98']);
  });

  it('allow two screenings of new addresses a minute', async () => {
    const { get, clock } = await limited({ restBuckets: {}, restLimits: 'always' });
    const screen = async (address: string): Promise<number> => (await get(`/compliance/screen/${address}`)).status;
    expect([await screen('dydx1a'), await screen('dydx1a'), await screen('dydx1b'), await screen('dydx1c')]).toEqual([
      200, 200, 200, 429,
    ]);
    clock.nowMs += 60_000;
    expect(await screen('dydx1d')).toBe(200);
  });

  it('allow a hundred screenings a minute of all clients together', async () => {
    const { get, clock } = await limited({ restBuckets: { screenGlobal: { points: 3, windowMs: 60_000 } } });
    const screen = async (at: number): Promise<number> =>
      (await get(`/compliance/screen/dydx1${at}`, { 'x-forwarded-for': `203.0.113.${at}` })).status;
    expect([await screen(1), await screen(2), await screen(3), await screen(4)]).toEqual([200, 200, 200, 429]);
    clock.nowMs += 60_000;
    expect(await screen(5)).toBe(200);
  });

  it.each([
    [{ get: { points: 0, windowMs: 1 } }, 'restBuckets.get.points must be an integer >= 1, was 0'],
    [{ candles: { points: 1, windowMs: 0 } }, 'restBuckets.candles.windowMs must be > 0, was 0'],
  ])('refuse %j', async (restBuckets, message) => {
    await expect(start(new StaticVenue(), { restBuckets })).rejects.toThrow(new RangeError(message));
  });
});

describe('limits of the WebSocket', () => {
  it('are counted when they are exceeded', async () => {
    const exchange = await start(new StaticVenue(), { clock: new HandClock() });
    const client = await ExchangeClient.connect(exchange.wsUrl);
    for (let times = 0; times < 2; times += 1) client.subscribe('v4_block_height', 'x'.repeat(times));
    for (let times = 0; times < 3; times += 1) client.subscribe('v4_trades', 'AAA-USD');
    await client.closed;
    const noisy = await ExchangeClient.connect(exchange.wsUrl);
    for (let times = 0; times < 3; times += 1) noisy.send('nonsense');
    await noisy.closed;
    expect(exchange.stats().limiterTrips).toEqual({ subscribe: 1, invalidMessage: 1, cap: 0, rest: 0 });
  });
});
