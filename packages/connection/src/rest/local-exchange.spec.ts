import { type RestAnswer } from '@perpstream/core';
import {
  DEFAULT_MARKETS,
  SIMULATED_ACCOUNTS,
  simulatedVenue,
  startLocalExchange,
  systemClock,
  type LocalExchange,
} from '@perpstream/local-exchange';
import { BTC } from '@perpstream/testing';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { allFills } from '../account/all-fills';
import { allTransfers } from '../account/all-transfers';
import { allCandles } from '../history/all-candles';
import { allTrades } from '../history/all-trades';
import { downloadHistory } from '../history/download-history';
import { indexerRest, type IndexerRest } from './indexer-rest';
import { type IndexerRestOptions } from './indexer-rest-options';
import { serverTime } from './server-time';

type ExchangeOptions = Parameters<typeof startLocalExchange>[0];

describe('the REST client and the local exchange', () => {
  let running: LocalExchange[] = [];

  const start = async (options: Partial<ExchangeOptions> = {}): Promise<LocalExchange> => {
    const markets = DEFAULT_MARKETS.slice(0, 2);
    const venue = simulatedVenue({ seed: 1, markets, historyMs: 3 * 3_600_000, warmUpMs: 60_000, blockMs: 500 });
    const exchange = await startLocalExchange({ port: 0, venue, ...options });
    running.push(exchange);
    return exchange;
  };
  const restOf = ({ restUrl }: LocalExchange, options: Partial<IndexerRestOptions> = {}): IndexerRest =>
    indexerRest({ restUrl, clock: systemClock, ...options });

  afterEach(async () => {
    await Promise.all(running.map((exchange) => exchange.stop()));
    running = [];
  });

  it('understand each other on every public path', async () => {
    const rest = restOf(await start());
    const { markets } = await rest.perpetualMarkets();
    expect(markets.find(({ marketId }) => marketId === BTC)?.facts.rules?.marketId).toBe(BTC);
    expect((await rest.orderBook(BTC)).count).toBeGreaterThan(10);
    expect(await rest.trades(BTC, { limit: 5 })).toHaveLength(5);
    expect(await rest.candles({ marketId: BTC, resolution: '1MIN', limit: 7 })).toHaveLength(7);
    expect(await rest.historicalFunding(BTC, { limit: 1 })).toBeInstanceOf(Array);
    expect((await rest.sparklines('ONE_DAY')).get(BTC)).toBeDefined();
    expect((await rest.height()).height).toBeGreaterThan(0);
    const { offsetMs, uncertaintyMs } = await serverTime({ rest });
    expect(Math.abs(offsetMs)).toBeLessThanOrEqual(uncertaintyMs + 1);
  });

  it('go through histories page by page, and a download has no gap', async () => {
    const rest = restOf(await start());
    const toMs = await rest.time();
    const known = await rest.trades(BTC);
    const trades: string[] = [];
    for await (const { id } of allTrades({ rest, marketId: BTC, pageSize: 50, sinceHeight: known.at(-1)!.height })) {
      trades.push(id);
    }
    expect(new Set(trades).size).toBe(trades.length);
    for (const { id } of known) expect(trades).toContain(id);

    const candles = await rest.candles({ marketId: BTC, resolution: '1MIN', limit: 100 });
    const fromMs = candles[0]!.startedMs;
    const starts: number[] = [];
    for await (const { startedMs } of allCandles({
      rest,
      marketId: BTC,
      resolution: '1MIN',
      fromMs,
      toMs,
      pageSize: 9,
    })) {
      starts.push(startedMs);
    }
    expect(starts.slice(0, 90)).toEqual(candles.slice(0, 90).map(({ startedMs }) => startedMs));

    const folder = mkdtempSync(join(tmpdir(), 'perpstream-rest-'));
    const path = join(folder, 'btc.csv');
    const history = await downloadHistory({
      rest,
      kind: 'candles',
      resolution: '1MIN',
      marketId: BTC,
      fromMs,
      toMs,
      path,
    });
    rmSync(folder, { recursive: true });
    expect(history).toMatchObject({ gaps: [], isComplete: true });
    expect(history.rows).toBeGreaterThanOrEqual(98);
  });

  it('share the limit with others: a refused call waits as long as the exchange says, and comes through', async () => {
    const exchange = await start({ restLimits: 'always', restBuckets: { get: { points: 20, windowMs: 3_000 } } });
    const rest = restOf(exchange);
    await Promise.all(Array.from({ length: 20 }, () => fetch(`${exchange.restUrl}/time`)));
    await Promise.all([rest.get('/time'), rest.get('/height')]);
    expect(exchange.stats().limiterTrips.rest).toBeGreaterThan(0);
    expect(exchange.stats().limiterTrips.rest).toBeLessThanOrEqual(2);
  });

  it('spend no more than the share of the limit that the first answer states', async () => {
    const exchange = await start({ restLimits: 'always', restBuckets: { get: { points: 10, windowMs: 300 } } });
    const rest = restOf(exchange, { rateShare: 0.5 });
    await rest.get('/time');
    await Promise.all(Array.from({ length: 4 }, () => rest.get('/height')));
    expect(exchange.stats().limiterTrips.rest).toBe(0);
  });

  it.each([429, 500, 503])('get over a while of status %i', async (status) => {
    const exchange = await start();
    const rest = restOf(exchange, { retries: 5 });
    await rest.height();
    exchange.inject({ kind: 'rest', forMs: 1_000, status });
    expect((await rest.height()).height).toBeGreaterThan(0);
    expect(exchange.faultCounts().rest).toBeGreaterThan(0);
  });

  it('give up an answer that hangs, and get it from another server', async () => {
    const [silent, sound] = await Promise.all([start(), start()]);
    silent.inject({ kind: 'rest', forMs: 60_000, hang: true });
    const rest = restOf(silent, { fallbackUrls: [sound.restUrl], timeoutMs: 150 });
    expect((await rest.height()).height).toBeGreaterThan(0);
    await expect(restOf(silent, { timeoutMs: 100, retries: 1 }).height()).rejects.toMatchObject({ failure: 'timeout' });
  });

  it('wait for a slow answer as long as they may', async () => {
    const exchange = await start();
    exchange.inject({ kind: 'rest', forMs: 60_000, slowMs: 200 });
    const answers: RestAnswer[] = [];
    await restOf(exchange).height({ onAnswer: (answer) => answers.push(answer) });
    const [{ requestedUs = 0, receivedUs = 0 } = {}] = answers;
    expect(receivedUs - requestedUs).toBeGreaterThan(150_000);
    await expect(restOf(exchange, { timeoutMs: 50, retries: 0 }).height()).rejects.toMatchObject({
      failure: 'timeout',
    });
  });

  it('tell an answer that is cut', async () => {
    const exchange = await start();
    exchange.inject({ kind: 'rest', forMs: 60_000, malformed: true, path: '/orderbooks' });
    const rest = restOf(exchange);
    await expect(rest.orderBook(BTC)).rejects.toMatchObject({ failure: 'malformed-body' });
    expect((await rest.height()).height).toBeGreaterThan(0);
  });

  it('R12: tell a region that is not served', async () => {
    const rest = restOf(await start({ geoblocked: true }));
    await expect(rest.subaccount('dydx1abc', 0)).rejects.toMatchObject({ failure: 'blocked', status: 403 });
    expect((await rest.height()).height).toBeGreaterThan(0);
  });

  it('understand each other about accounts', async () => {
    const rest = restOf(await start());
    const { address } = SIMULATED_ACCOUNTS[0];
    const subaccountNumber = 0;
    const account = { address, subaccountNumber };
    const summary = await rest.subaccount(address, subaccountNumber);
    expect(summary).toMatchObject(account);
    expect((await rest.subaccounts(address)).map((of) => of.subaccountNumber)).toContain(subaccountNumber);
    const parent = { address, parentSubaccountNumber: 0 };
    expect((await rest.parentSubaccount(address, 0)).children.length).toBeGreaterThan(0);
    for (const ref of [account, parent]) {
      const fills: string[] = [];
      for await (const { id } of allFills({ rest, account: ref, pageSize: 100 })) fills.push(id);
      expect(new Set(fills).size).toBe(fills.length);
      for await (const { amount } of allTransfers({ rest, account: ref })) expect(amount).toBeGreaterThan(0);
      expect((await rest.perpetualPositions(ref, { status: 'OPEN' })).every(({ status }) => status === 'OPEN')).toBe(
        true,
      );
      expect((await rest.assetPositions(ref)).map(({ symbol }) => symbol)).toContain('USDC');
      const [order] = await rest.orders(ref, { limit: 1 });
      if (order !== undefined) expect((await rest.order(order.id)).id).toBe(order.id);
    }
  });

  it('tell an account that is not there', async () => {
    await expect(restOf(await start()).subaccounts('dydx1nobody')).rejects.toMatchObject({ status: 404 });
  });

  it('go on over a restart of the exchange', async () => {
    const exchange = await start();
    const rest = restOf(exchange, { retries: 8, retryBackoff: { initialMs: 100, maxMs: 300 } });
    await rest.height();
    exchange.inject({ kind: 'restart', downForMs: 200 });
    expect((await rest.height()).height).toBeGreaterThan(0);
  });
});
