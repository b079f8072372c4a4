/** The exchange's own JavaScript client, unmodified, against the local exchange: what it can do there, ours can rely on. */
import assert from 'node:assert/strict';
import { mkdirSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('../../', import.meta.url));
const work = `${root}tmp/official-client/`;
// Its ES module build has imports without extensions, which Node does not resolve.
const { IndexerClient, IndexerConfig, SocketClient } = createRequire(import.meta.url)('@dydxprotocol/v4-client-js');

const TIME_LIMIT_MS = 20_000;

async function loadLocalExchange() {
  mkdirSync(work, { recursive: true });
  const outfile = `${work}local-exchange.mjs`;
  await build({
    entryPoints: [`${root}packages/local-exchange/src/index.ts`],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    conditions: ['@perpstream/source'],
    external: ['ws', 'yaml', 'zod'],
    logLevel: 'silent',
  });
  return import(pathToFileURL(outfile).href);
}

/** Keeps what the client hands over and waits for what a test asks for. */
class Inbox {
  #messages = [];
  #wake = () => undefined;

  add(text) {
    this.#messages.push(JSON.parse(text));
    this.#wake();
  }

  async first(type, channel) {
    for (;;) {
      const found = this.#messages.find((message) => message.type === type && message.channel === channel);
      if (found !== undefined) return found;
      await new Promise((resolve) => (this.#wake = resolve));
    }
  }
}

describe('the official client against the local exchange', { timeout: TIME_LIMIT_MS }, () => {
  let exchange;
  let config;
  let account;

  before(async () => {
    const { SIMULATED_ACCOUNTS, simulatedVenue, startLocalExchange } = await loadLocalExchange();
    const [{ address, subaccountNumbers }] = SIMULATED_ACCOUNTS;
    account = { address, subaccountNumber: subaccountNumbers[0] };
    exchange = await startLocalExchange({ port: 0, venue: simulatedVenue({ seed: 1 }) });
    config = new IndexerConfig(new URL(exchange.restUrl).origin, exchange.wsUrl);
  });

  after(async () => {
    await exchange?.stop();
    rmSync(work, { recursive: true, force: true });
  });

  it('reads markets, books, trades, candles, funding and sparklines', async () => {
    const { markets } = new IndexerClient(config);
    const { markets: listed } = await markets.getPerpetualMarkets();
    assert.equal(listed['BTC-USD'].ticker, 'BTC-USD');
    assert.deepEqual(Object.keys((await markets.getPerpetualMarkets('ETH-USD')).markets), ['ETH-USD']);
    const { bids, asks } = await markets.getPerpetualMarketOrderbook('BTC-USD');
    assert.ok(Number(bids[0].price) < Number(asks[0].price), 'the book is crossed');
    const { trades } = await markets.getPerpetualMarketTrades('BTC-USD', undefined, undefined, 3);
    assert.equal(trades.length, 3);
    const older = await markets.getPerpetualMarketTrades('BTC-USD', Number(trades[2].createdAtHeight) - 1);
    assert.ok(older.trades.every(({ createdAtHeight }) => Number(createdAtHeight) < Number(trades[2].createdAtHeight)));
    const { candles } = await markets.getPerpetualMarketCandles('BTC-USD', '1MIN', undefined, undefined, 5);
    assert.equal(candles.length, 5);
    const { historicalFunding } = await markets.getPerpetualMarketHistoricalFunding('BTC-USD');
    assert.match(historicalFunding[0].rate, /^-?\d/);
    assert.equal((await markets.getPerpetualMarketSparklines('ONE_DAY'))['BTC-USD'].length, 24);
  });

  it('reads time and height', async () => {
    const { utility } = new IndexerClient(config);
    const { iso, epoch } = await utility.getTime();
    assert.equal(Date.parse(iso), Math.round(epoch * 1_000));
    assert.match((await utility.getHeight()).height, /^\d+$/);
  });

  it('reads subaccounts, orders, fills, positions and transfers', async () => {
    const { account: client } = new IndexerClient(config);
    const { address, subaccountNumber: number } = account;
    const { subaccount } = await client.getSubaccount(address, number);
    assert.equal(subaccount.address, address);
    assert.ok(Number(subaccount.equity) > 0, 'the subaccount has no equity');
    assert.ok((await client.getSubaccounts(address)).subaccounts.length > 0);
    assert.equal((await client.getParentSubaccount(address, 0)).subaccount.parentSubaccountNumber, 0);
    assert.ok(Array.isArray(await client.getSubaccountOrders(address, number)), 'orders are a bare list');
    const { fills } = await client.getSubaccountFills(address, number);
    assert.ok(fills.length > 0, 'the subaccount has no fill');
    const { positions } = await client.getSubaccountPerpetualPositions(address, number);
    assert.ok(positions.every(({ size, side }) => Number(size) < 0 === (side === 'SHORT') || Number(size) === 0));
    const assets = await client.getSubaccountAssetPositions(address, number);
    assert.deepEqual(
      assets.positions.map(({ symbol }) => symbol),
      ['USDC'],
    );
    assert.ok(Array.isArray((await client.getSubaccountTransfers(address, number)).transfers));
    await assert.rejects(client.getSubaccount('dydx1nobody', 0), /404/);
  });

  it('is told by its socket client of everything it subscribes to', async () => {
    const inbox = new Inbox();
    const closed = new Promise((resolve) => {
      const socket = new SocketClient(
        config,
        () => undefined,
        resolve,
        ({ data }) => {
          inbox.add(data);
          if (JSON.parse(data).type === 'connected') subscribe(socket);
        },
        (error) => assert.fail(error.message),
      );
      const subscribe = (client) => {
        client.subscribeToMarkets();
        client.subscribeToOrderbook('BTC-USD');
        client.subscribeToTrades('BTC-USD');
        client.subscribeToCandles('BTC-USD', '1MIN');
        client.subscribeToSubaccount(account.address, account.subaccountNumber);
        client.subscribeToSubaccount('dydx1nobody', 0);
      };
      socket.connect();
      inbox.close = () => {
        socket.unsubscribeFromOrderbook('BTC-USD');
        return inbox.first('unsubscribed', 'v4_orderbook').then(() => socket.close());
      };
    });
    for (const channel of ['v4_markets', 'v4_orderbook', 'v4_trades', 'v4_candles']) {
      const { contents } = await inbox.first('subscribed', channel);
      assert.ok(Object.keys(contents).length > 0, `the snapshot of ${channel} is empty`);
      assert.ok((await inbox.first('channel_batch_data', channel)).contents.length > 0);
    }
    assert.equal((await inbox.first('subscribed', 'v4_subaccounts')).contents.subaccount.address, account.address);
    await inbox.first('channel_data', 'v4_subaccounts');
    await inbox.close();
    await closed;
  });
});
