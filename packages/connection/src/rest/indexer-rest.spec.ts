import { marketId, unixMs } from '@perpstream/core';
import { BTC, ETH } from '@perpstream/testing';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { type AddressInfo } from 'node:net';
import { indexerRest, type IndexerRest } from './indexer-rest';
import { type IndexerRestOptions } from './indexer-rest-options';
import { isIndexerRestError, type IndexerRestError } from './rest-error';

const MARKETS = {
  markets: {
    'BTC-USD': {
      clobPairId: '0',
      status: 'ACTIVE',
      atomicResolution: -10,
      quantumConversionExponent: -9,
      stepBaseQuantums: 1_000_000,
      subticksPerTick: 100_000,
      initialMarginFraction: '0.05',
      maintenanceMarginFraction: '0.03',
      oraclePrice: '50000.5',
    },
    'ETH-USD': { status: 'PAUSED', oraclePrice: null },
  },
};

const candle = (startedAt: string): object => ({
  startedAt,
  ticker: 'BTC-USD',
  resolution: '1MIN',
  open: '1',
  high: '4',
  low: '0.5',
  close: '2',
  baseTokenVolume: '3',
  usdVolume: '6',
  trades: 7,
  startingOpenInterest: '9',
});

describe('indexerRest', () => {
  const clock = { now: () => unixMs(1_700_000_000_000.25) };
  let server: Server;
  let restUrl: string;
  let asked: string[];
  let answer: (response: ServerResponse, request: IncomingMessage) => void;

  const rest = (options: Partial<IndexerRestOptions> = {}): IndexerRest =>
    indexerRest({ restUrl, clock, retries: 0, ...options });
  const respond = (status: number, body: string, headers: Record<string, string> = {}): void => {
    answer = (response) => response.writeHead(status, headers).end(body);
  };
  const failureOf = async (call: Promise<unknown>): Promise<IndexerRestError> => {
    const error: unknown = await call.then(
      () => undefined,
      (reason: unknown) => reason,
    );
    if (!isIndexerRestError(error)) throw new Error(`expected an IndexerRestError, was ${String(error)}`);
    expect(error.message).not.toMatch(/[\r\n]/);
    expect(error.message).toContain(error.url);
    return error;
  };

  beforeEach(async () => {
    asked = [];
    server = createServer((request, response) => {
      asked.push(request.url ?? '');
      answer(response, request);
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    restUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v4`;
  });
  afterEach(async () => {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  });

  it('gives all markets with their rules and oracle prices, and the raw answer for the run log', async () => {
    respond(200, JSON.stringify(MARKETS));
    const { markets, answer: raw } = await rest().perpetualMarkets();
    expect(markets).toMatchObject([
      { marketId: BTC, oraclePriceUsd: 50_000.5, facts: { status: 'ACTIVE', rules: { stepBaseQuantums: 1_000_000n } } },
      { marketId: ETH, facts: { status: 'PAUSED' } },
    ]);
    expect(markets[1]).not.toHaveProperty('oraclePriceUsd');
    expect(raw).toEqual({
      kind: 'rest',
      receivedUs: 1_700_000_000_000_250,
      requestedUs: 1_700_000_000_000_250,
      path: '/perpetualMarkets',
      body: JSON.stringify(MARKETS),
    });
    expect(asked).toEqual(['/v4/perpetualMarkets']);
  });

  it('gives candles oldest first and asks for them by resolution, number and time', async () => {
    respond(200, JSON.stringify({ candles: [candle('2026-01-01T00:01:00.000Z'), candle('2026-01-01T00:00:00.000Z')] }));
    const query = { marketId: BTC, resolution: '1MIN', limit: 2, fromMs: unixMs(0), toMs: unixMs(60_000) } as const;
    const candles = await rest().candles(query);
    expect(candles.map(({ startedMs }) => startedMs)).toEqual([1_767_225_600_000, 1_767_225_660_000]);
    expect(asked).toEqual([
      '/v4/candles/perpetualMarkets/BTC-USD?resolution=1MIN&limit=2' +
        '&fromISO=1970-01-01T00%3A00%3A00.000Z&toISO=1970-01-01T00%3A01%3A00.000Z',
    ]);
  });

  it('gives the book in columns', async () => {
    respond(200, '{"bids":[{"price":"99","size":"2"}],"asks":[{"price":"101","size":"3"}]}');
    const levels = await rest({ restUrl: `${restUrl}/` }).orderBook(marketId('A,B-USD'));
    expect([
      levels.count,
      ...Array.from(levels.isBid),
      ...Array.from(levels.pricesUsd),
      ...Array.from(levels.sizesBase),
    ]).toEqual([2, 1, 0, 99, 101, 2, 3]);
    expect(asked).toEqual(['/v4/orderbooks/perpetualMarket/A%2CB-USD']);
  });

  it('says when the server cannot be reached', async () => {
    const closed = createServer().listen(0, '127.0.0.1');
    await once(closed, 'listening');
    const { port } = closed.address() as AddressInfo;
    await new Promise((resolve) => closed.close(resolve));
    const error = await failureOf(rest({ restUrl: `http://127.0.0.1:${port}/v4` }).perpetualMarkets());
    expect(error.failure).toBe('unreachable');
    expect(error.message).toMatch(/^cannot reach http.*\(.*ECONNREFUSED.*\): check the address/);
  });

  it('says when no answer comes in time', async () => {
    answer = () => undefined;
    const error = await failureOf(rest({ timeoutMs: 30 }).perpetualMarkets());
    expect(error.failure).toBe('timeout');
    expect(error.message).toContain('within 30 ms');
  });

  it('says when the body hangs after the headers', async () => {
    answer = (response) => void response.writeHead(200).write('{"markets":');
    expect((await failureOf(rest({ timeoutMs: 200 }).perpetualMarkets())).failure).toBe('timeout');
  });

  it.each([
    [
      400,
      'http-status',
      '{"errors":[{"msg":"limit must be positive"},{"msg":"x"}]}',
      'limit must be positive, x',
      'check the market',
    ],
    [403, 'blocked', '{"errors":[{"code":"GEOBLOCKED","msg":"Forbidden"}]}', 'Forbidden', 'does not serve this region'],
    [404, 'http-status', '', 'no message', 'check the market'],
    [500, 'http-status', '<html>\nproxy</html>', '<html> proxy</html>', 'try again later'],
  ])('says what a server with status %i said', async (status, failure, body, said, advice) => {
    respond(status, body);
    const error = await failureOf(rest().orderBook(BTC));
    expect(error).toMatchObject({ failure, status });
    expect(error.message).toContain(said);
    expect(error.message).toContain(advice);
  });

  it('takes the waiting time of status 429 in milliseconds, as the Indexer states it', async () => {
    respond(429, '{"errors":[{"msg":"Too many requests"}]}', { 'retry-after': '1500' });
    const error = await failureOf(rest().orderBook(BTC));
    expect(error.retryAfterMs).toBe(1_500);
    expect(error.message).toContain('Too many requests: try again in 1500 ms');
  });

  it.each(['not json', '{"bids":1}', '{"bids":[{"price":"-1","size":"2"}]}', '[]'])(
    'says when the body is not what the Indexer sends: %s',
    async (body) => {
      respond(200, body);
      const error = await failureOf(rest().orderBook(BTC));
      expect(error.failure).toBe('malformed-body');
      expect(error.message).toContain('check that it is a dYdX v4 Indexer');
    },
  );

  it('reads failures of a fetch that was given to it', async () => {
    const fetch = (): Promise<Response> => Promise.reject(Object.assign(new Error(''), { code: 'EPERM' }));
    expect((await failureOf(rest({ fetch }).orderBook(BTC))).message).toContain('(EPERM)');
  });

  it.each([0, 1_001, 1.5])('refuses to ask for %p candles', async (limit) => {
    await expect(rest().candles({ marketId: BTC, resolution: '1MIN', limit })).rejects.toThrow(RangeError);
    expect(asked).toEqual([]);
  });

  it('refuses an unknown resolution', async () => {
    const resolution = '2MINS' as '1MIN';
    await expect(rest().candles({ marketId: BTC, resolution })).rejects.toThrow('unknown resolution "2MINS"');
  });

  it.each<[Partial<IndexerRestOptions>, string]>([
    [{ restUrl: 'ws://x' }, 'restUrl must be'],
    [{ timeoutMs: 0 }, 'timeoutMs must be > 0, was 0'],
  ])('refuses the options %j', (options, message) => {
    expect(() => rest(options)).toThrow(RangeError);
    expect(() => rest(options)).toThrow(message);
  });
});
