import { HandClock } from '../../test-kit/hand-clock';
import { StaticVenue } from '../../test-kit/static-venue';
import { startLocalExchange, type LocalExchange } from '../start-local-exchange';

const venue = new StaticVenue();
let exchange: LocalExchange;

async function get(path: string): Promise<{ readonly status: number; readonly body: unknown }> {
  const response = await fetch(`${exchange.restUrl}${path}`);
  return { status: response.status, body: await response.json() };
}

function candle(startedAt: string, resolution: string, close: string): void {
  const volume = { baseTokenVolume: '0', usdVolume: '0', trades: 0, startingOpenInterest: '0' };
  const contents = { startedAt, ticker: 'AAA-USD', resolution, low: '1', high: '9', open: '1', close, ...volume };
  venue.publish({ channel: 'v4_candles', id: `AAA-USD/${resolution}`, contents });
}

beforeAll(async () => {
  exchange = await startLocalExchange({ port: 0, venue, clock: new HandClock() });
  venue.bid('AAA-USD', '99', '1');
  venue.bid('AAA-USD', '98', '1');
  venue.ask('AAA-USD', '101', '2');
  for (const height of [10, 11, 12])
    venue.trade('AAA-USD', `0000000${height.toString(16)}0000000200000000`, String(height));
  for (const minute of [0, 1, 2]) candle(`2026-03-01T00:0${minute}:00.000Z`, '1MIN', String(minute));
  candle('2026-02-28T23:00:00.000Z', '1HOUR', '7');
  candle('2026-03-01T00:00:00.000Z', '1HOUR', '8');
  for (const hour of [1, 2]) {
    const effectiveAt = `2026-03-01T0${hour}:00:00.000Z`;
    const effectiveAtHeight = String(hour * 100);
    venue.state.addFunding({ ticker: 'AAA-USD', rate: `0.0000${hour}`, price: '100', effectiveAt, effectiveAtHeight });
  }
});

afterAll(() => exchange.stop());

describe('markets', () => {
  it('lists all markets, or as many as asked for, or one', async () => {
    const tickersOf = async (query: string): Promise<string[]> =>
      Object.keys(((await get(`/perpetualMarkets${query}`)).body as { markets: object }).markets);
    expect(await tickersOf('')).toEqual(['AAA-USD', 'BBB-USD']);
    expect(await tickersOf('?limit=1')).toEqual(['AAA-USD']);
    expect(await tickersOf('?ticker=BBB-USD')).toEqual(['BBB-USD']);
    expect(await tickersOf('?market=BBB-USD')).toEqual(['BBB-USD']);
  });

  it('refuses an unknown ticker', async () => {
    const msg = 'ticker must be a valid ticker (BTC-USD, etc)';
    const errors = [{ value: 'ZZZ', msg, param: 'ticker', location: 'query' }];
    expect(await get('/perpetualMarkets?ticker=ZZZ')).toEqual({ status: 400, body: { errors } });
  });

  it('refuses to be asked for a market in two ways', async () => {
    const errors = [{ msg: 'Only one of ticker or market may be provided' }];
    expect(await get('/perpetualMarkets?ticker=AAA-USD&market=AAA-USD')).toEqual({ status: 400, body: { errors } });
  });

  it('has the closes of the candles of a day as sparklines', async () => {
    expect((await get('/sparklines?timePeriod=ONE_DAY')).body).toEqual({ 'AAA-USD': ['8', '7'], 'BBB-USD': [] });
    expect((await get('/sparklines?timePeriod=SEVEN_DAYS')).body).toEqual({ 'AAA-USD': [], 'BBB-USD': [] });
  });

  it.each(['', '?timePeriod=ONE_YEAR', '?timePeriod=constructor', '?timePeriod=__proto__'])(
    'refuses sparklines of %s',
    async (query) => {
      expect((await get(`/sparklines${query}`)).status).toBe(400);
    },
  );
});

describe('history', () => {
  it('has the book, best level first', async () => {
    expect((await get('/orderbooks/perpetualMarket/AAA-USD')).body).toEqual({
      bids: [
        { price: '99', size: '1' },
        { price: '98', size: '1' },
      ],
      asks: [{ price: '101', size: '2' }],
    });
  });

  it.each([
    ['', ['12', '11', '10']],
    ['?limit=2', ['12', '11']],
    ['?createdBeforeOrAtHeight=11', ['11', '10']],
    ['?createdBeforeOrAt=2026-02-01T00:00:00.000Z', []],
    ['?page=1&limit=2', ['10', '11']],
    ['?page=2&limit=2', ['12']],
  ])('has the trades of %s', async (query, prices) => {
    const { body } = await get(`/trades/perpetualMarket/AAA-USD${query}`);
    expect((body as { trades: { price: string }[] }).trades.map(({ price }) => price)).toEqual(prices);
  });

  it('counts the results when a page is asked for', async () => {
    expect((await get('/trades/perpetualMarket/AAA-USD?page=2&limit=2')).body).toMatchObject({
      pageSize: 2,
      totalResults: 3,
      offset: 2,
    });
  });

  it.each([
    ['?resolution=1MIN', ['2', '1', '0']],
    ['?resolution=1MIN&limit=1', ['2']],
    ['?resolution=1MIN&fromISO=2026-03-01T00:01:00.000Z&toISO=2026-03-01T00:02:00.000Z', ['1']],
    ['?resolution=1DAY', []],
  ])('has the candles of %s', async (query, closes) => {
    const { body } = await get(`/candles/perpetualMarkets/AAA-USD${query}`);
    expect((body as { candles: { close: string }[] }).candles.map(({ close }) => close)).toEqual(closes);
  });

  it('has the funding of past hours, newest first', async () => {
    const ratesOf = async (query: string): Promise<string[]> =>
      (
        (await get(`/historicalFunding/AAA-USD${query}`)).body as { historicalFunding: { rate: string }[] }
      ).historicalFunding.map(({ rate }) => rate);
    expect(await ratesOf('')).toEqual(['0.00002', '0.00001']);
    expect(await ratesOf('?effectiveBeforeOrAtHeight=100')).toEqual(['0.00001']);
    expect(await ratesOf('?effectiveBeforeOrAt=2026-03-01T01:30:00.000Z&limit=1')).toEqual(['0.00001']);
  });

  it.each([
    [
      '/trades/perpetualMarket/AAA-USD?limit=0',
      'limit',
      '0',
      'limit must be a positive integer that is not greater than max: 1000',
      'query',
    ],
    [
      '/trades/perpetualMarket/AAA-USD?limit=0x10',
      'limit',
      '0x10',
      'limit must be a positive integer that is not greater than max: 1000',
      'query',
    ],
    [
      '/trades/perpetualMarket/AAA-USD?limit=1001',
      'limit',
      '1001',
      'limit must be a positive integer that is not greater than max: 1000',
      'query',
    ],
    ['/trades/perpetualMarket/AAA-USD?page=0', 'page', '0', 'page must be a non-negative integer', 'query'],
    [
      '/trades/perpetualMarket/AAA-USD?createdBeforeOrAtHeight=x',
      'createdBeforeOrAtHeight',
      'x',
      'createdBeforeOrAtHeight must be a non-negative integer',
      'query',
    ],
    ['/trades/perpetualMarket/ZZZ', 'ticker', 'ZZZ', 'ticker must be a valid ticker (BTC-USD, etc)', 'params'],
    [
      '/candles/perpetualMarkets/AAA-USD?resolution=1MIN&fromISO=x',
      'fromISO',
      'x',
      'fromISO must be valid ISO8601',
      'query',
    ],
    [
      '/candles/perpetualMarkets/AAA-USD?resolution=2MINS',
      'resolution',
      '2MINS',
      'resolution must be a valid Candle Resolution, one of 1MIN,5MINS,15MINS,30MINS,1HOUR,4HOURS,1DAY',
      'query',
    ],
  ])('refuses %s', async (path, param, value, msg, location) => {
    expect(await get(path)).toEqual({ status: 400, body: { errors: [{ value, msg, param, location }] } });
  });
});

describe('the rest', () => {
  it('tells the time in seconds and the height once there is one', async () => {
    expect((await get('/time')).body).toEqual({ iso: '2026-03-01T00:00:00.000Z', epoch: 1_772_323_200 });
    expect(await get('/height')).toEqual({ status: 404, body: { errors: [{ msg: 'No blocks found' }] } });
    venue.block(12);
    expect((await get('/height')).body).toEqual({ height: '12', time: '2026-03-01T00:00:00.000Z' });
  });

  it.each([
    ['/addresses/dydx1abc', 'No subaccounts found for address dydx1abc'],
    ['/addresses/dydx1abc/subaccountNumber/3', 'No subaccount found with address dydx1abc and subaccountNumber 3'],
    ['/nowhere', 'Not Found'],
    ['/candles/perpetualMarket/AAA-USD', 'Not Found'],
  ])('answers %s with 404', async (path, msg) => {
    expect(await get(path)).toEqual({ status: 404, body: { errors: [{ msg }] } });
  });

  it('answers with 404 outside /v4 and for other methods, with 400 for a path that cannot be decoded', async () => {
    expect((await fetch(exchange.restUrl.replace('/v4', '/time'))).status).toBe(404);
    expect((await fetch(`${exchange.restUrl}/time`, { method: 'POST' })).status).toBe(404);
    expect((await get('/trades/perpetualMarket/%E0%A4%A')).status).toBe(400);
  });

  it('answers with 500 when a request fails for a reason of its own', async () => {
    const readBook = venue.state.book.bind(venue.state);
    venue.state.book = () => {
      throw new Error('no memory left');
    };
    const errors = [{ msg: 'Internal Server Error' }];
    expect(await get('/orderbooks/perpetualMarket/AAA-USD')).toEqual({ status: 500, body: { errors } });
    venue.state.book = readBook;
  });

  it('is cached for a second, errors are not', async () => {
    const cacheOf = async (path: string): Promise<string | null> =>
      (await fetch(exchange.restUrl + path)).headers.get('cache-control');
    expect(await cacheOf('/perpetualMarkets')).toBe('public, max-age=1');
    expect(await cacheOf('/nowhere')).toBeNull();
  });
});
