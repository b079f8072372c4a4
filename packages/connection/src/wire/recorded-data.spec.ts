import { type Input, type LoggedInput } from '@perpstream/core';
import { collectFaults, type CollectedFaults } from '@perpstream/testing';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { Subject } from 'rxjs';
import { readRecording } from '../replay/read-recording';
import { MissingMessages } from '../state/missing-messages';
import { OpenStreams } from '../state/open-streams';
import { decodeFrame } from './decode-frame';
import { decodeInputs, type Decoded } from './decode-inputs';
import { FrameDecoder } from './frame-decoder';
import { ListedMarkets } from './listed-markets';
import { MessageAudit } from './message-audit';
import { OddCounter } from './odd-counter';
import { UNCOUNTED } from './oddities';

/** Recorded data lie outside the project; without them these tests are skipped. */
const dataFolder = process.env.PERPSTREAM_DATA ?? resolve(__dirname, '../../../../../shared/data');
const describeWithData = existsSync(dataFolder) ? describe : describe.skip;

const RECORDINGS = ['binance-um-btc-eth-as-v4_2024-08-08', 'dydx-v3-five-markets-as-v4_2021-10-28'];

const decode = (inputs: readonly Input[]): { events: Decoded[]; faults: CollectedFaults['faults'] } => {
  const faults = collectFaults();
  const events: Decoded[] = [];
  const inputs$ = new Subject<LoggedInput>();
  inputs$.pipe(decodeInputs({ faults })).subscribe((event) => events.push(event));
  inputs.forEach((input, seq) => inputs$.next({ ...input, seq }));
  inputs$.complete();
  return { events, faults: faults.faults };
};
/** Single texts come from many connections: their ids say nothing. */
const decodeTexts = (texts: readonly string[]): { events: Decoded[]; faults: CollectedFaults['faults'] } => {
  const { events, faults } = decode(texts.map((text) => ({ kind: 'frame', receivedUs: 1, connection: 0, text })));
  return { events, faults: faults.filter(({ kind }) => kind !== 'message-gap') };
};
const inputsOf = async (name: string): Promise<LoggedInput[]> => {
  const inputs: LoggedInput[] = [];
  const path = join(dataFolder, 'frames', `${name}.frames.gz`);
  for await (const batch of readRecording(path, { faults: collectFaults() })) {
    for (const input of batch) inputs.push({ seq: inputs.length, ...input });
  }
  return inputs;
};
const kindsOf = (events: readonly Decoded[]): Record<string, number> => {
  const counts: Record<string, number> = {};
  for (const { kind } of events) counts[kind] = (counts[kind] ?? 0) + 1;
  return counts;
};
const linesOf = (file: string): string[] =>
  readFileSync(join(dataFolder, file), 'utf8')
    .split('\n')
    .filter((line) => line !== '');

describeWithData(`recorded data in ${dataFolder} (skipped when absent)`, () => {
  // Numbers of frames, levels and trades as the description of the recordings states them.
  it.each([
    [
      'binance-um-btc-eth-as-v4_2024-08-08',
      {
        inputs: 4_882,
        'book-snapshot': 2,
        'book-change': 2_752,
        levels: 443_165 + 428_262 + 400,
        trades: 686 + 2,
        singleTrades: 21_307 + 14_075,
        candles: 686 + 2,
        block: 345,
        oracle: 395,
        market: 26,
      },
    ],
    [
      'dydx-v3-five-markets-as-v4_2021-10-28',
      {
        inputs: 2_771,
        'book-snapshot': 5,
        'book-change': 2_736,
        levels: 2_973 + 681,
        trades: 23 + 5,
        singleTrades: 524,
        oracle: 5,
        market: 5,
      },
    ],
  ])(
    'decodes every frame of %s without a fault',
    async (name, expected) => {
      const faults = collectFaults();
      const counts: Record<string, number> = {};
      const count = (what: string, by = 1): number => (counts[what] = (counts[what] ?? 0) + by);
      const inputs$ = new Subject<LoggedInput>();
      inputs$.pipe(decodeInputs({ faults })).subscribe((event) => {
        count(event.kind);
        if ('levels' in event) count('levels', event.levels.count);
        if (event.kind === 'trades') count('singleTrades', event.trades.length);
      });
      for await (const batch of readRecording(join(dataFolder, 'frames', `${name}.frames.gz`), { faults })) {
        for (const input of batch) inputs$.next({ ...input, seq: count('inputs') - 1 });
      }
      expect(faults.faults).toEqual([]);
      expect(counts).toEqual(expected);
    },
    30_000,
  );

  it.each([
    ['v4_block_height_subscribed', { block: 1 }],
    ['v4_block_height_channel_data', { block: 1 }],
    ['v4_orderbook', { 'book-change': 1 }],
    ['v4_orderbook_snapshot', { 'book-snapshot': 1 }],
    ['v4_trades', { trades: 1 }],
    ['v4_candles_subscribed', { candles: 1 }],
    ['v4_candles_channel_data', { candles: 1 }],
    ['v4_markets_subscribed', { market: 98, oracle: 98 }],
    ['v4_markets_channel_data', { oracle: 1 }],
    ['v4_accounts_balance', { 'account-data': 1 }],
  ])('gives the events of the single frame %s', (name, expected) => {
    const { events, faults } = decodeTexts([
      readFileSync(join(dataFolder, 'dydx-v4-nautilus-ws2024', `${name}.json`), 'utf8'),
    ]);
    expect([kindsOf(events), faults]).toEqual([expected, []]);
  });

  it('decodes every single frame of every channel, and one server error', () => {
    const folder = 'dydx-v4-nautilus-ws2024';
    const names = readdirSync(join(dataFolder, folder)).filter((name) => name.endsWith('.json'));
    for (const name of names) {
      const { events, faults } = decodeTexts([readFileSync(join(dataFolder, folder, name), 'utf8')]);
      if (name === 'error.json') expect(faults).toMatchObject([{ kind: 'server-error' }]);
      else expect([name, faults]).toEqual([name, []]);
      const isSilent = /^(connected|unsubscribed|error|v4_markets_trading_data)\.json$/.test(name);
      expect([name, events.length > 0]).toEqual([name, !isSilent]);
    }
    expect(names).toHaveLength(20);
  });

  it.each([
    ['2024/list_perpetual_markets', '/perpetualMarkets', { market: 125, oracle: 125 }],
    ['2024/addresses', '/addresses/a', { 'account-data': 1 }],
    ['2024/orders', '/orders?address=a&subaccountNumber=0', { 'account-data': 1 }],
    ['2024/fills', '/fills?address=a&subaccountNumber=0', { 'account-data': 1 }],
    ['2024/asset_positions', '/assetPositions?address=a&subaccountNumber=0', { 'account-data': 1 }],
    ['2024/list_perpetual_positions', '/perpetualPositions?address=a&subaccountNumber=0', { 'account-data': 1 }],
    ['2025/http_get_orderbook', '/orderbooks/perpetualMarket/BTC-USD', { 'book-audit': 1 }],
    ['2025/http_get_trades', '/trades/perpetualMarket/BTC-USD', { trades: 1 }],
    ['2025/http_get_candles', '/candles/perpetualMarkets/BTC-USD', { candles: 1 }],
    ['2025/http_get_subaccount', '/addresses/a/subaccountNumber/0', { 'account-data': 1 }],
  ])('decodes the REST answer %s without a field that is not known', (file, path, expected) => {
    const stored = JSON.parse(readFileSync(join(dataFolder, `dydx-v4-nautilus-rest${file}.json`), 'utf8')) as {
      readonly result?: unknown;
    };
    const body = JSON.stringify(stored.result ?? stored);
    const { events, faults } = decode([{ kind: 'rest', receivedUs: 1, path, body }]);
    expect([kindsOf(events), faults]).toEqual([expected, []]);
  });

  it('R11: lists every field that it does not know, of all real frames', () => {
    const folder = join(dataFolder, 'dydx-v4-abacus');
    const lines = readdirSync(folder)
      .filter((name) => name.startsWith('v4_'))
      .flatMap((name) => linesOf(join('dydx-v4-abacus', name)));
    const first = decodeTexts(lines).faults.filter(({ message }) => message.endsWith('(1 so far)'));
    expect(first.map(({ message }) => message.replace(/unknown field |, left out.*/g, '')).sort()).toEqual([
      'v4_markets: market.basePositionNotional',
      'v4_markets: market.basePositionSize',
      'v4_markets: market.incrementalInitialMarginFraction',
      'v4_markets: market.incrementalPositionSize',
      'v4_markets: market.lastPrice',
      'v4_markets: market.maxPositionSize',
      'v4_markets: market.nextFundingUpdate',
      'v4_trades: trade.liquidation',
    ]);
  });

  it('scans every update of a book in the recordings, to the same events as JSON', async () => {
    for (const name of RECORDINGS) {
      const faults = collectFaults();
      const audit = new MessageAudit(faults);
      const decoder = new FrameDecoder({
        faults,
        audit,
        streams: new OpenStreams(),
        listed: new ListedMarkets(),
        odd: new OddCounter(faults),
      });
      const differing: LoggedInput[] = [];
      for (const input of await inputsOf(name)) {
        if (input.kind !== 'frame') continue;
        const change = decoder.scan(input);
        if (change === undefined) {
          decoder.decode(input);
          continue;
        }
        const { decoded } = decodeFrame(input, UNCOUNTED);
        if (!isDeepStrictEqual(decoded, { ok: true, value: [change] })) differing.push(input);
      }
      expect(differing).toEqual([]);
      expect(decoder.counts.parsed).toBe(0);
      expect(decoder.counts.scanned).toBeGreaterThan(2_700);
    }
  }, 60_000);

  describe('the audit of messages', () => {
    it('R4: finds every message of the recordings, although answers come late', async () => {
      for (const name of RECORDINGS) expect(decode(await inputsOf(name)).faults).toEqual([]);
    }, 60_000);

    it('R4: misses exactly the one line that is taken out', async () => {
      const inputs = await inputsOf('dydx-v3-five-markets-as-v4_2021-10-28');
      // Each of the first ones, where answers come late, a sample of the rest, and the last one that others follow.
      const places = inputs.flatMap((_, at) => (at < 25 || at % 211 === 0 || at === inputs.length - 2 ? [at] : []));
      for (const at of places) {
        const { faults } = decode(inputs.toSpliced(at, 1));
        const [, id] = /"message_id":(\d+)/.exec((inputs[at] as { readonly text: string }).text)!;
        expect(faults.map(({ kind, message }) => `${kind}: ${message}`)).toEqual([
          `message-gap: messages ${id} are missing: what they changed is unknown`,
        ]);
      }
    }, 60_000);

    it('R4: would tell each line that is taken out', async () => {
      const ids = (await inputsOf('dydx-v3-five-markets-as-v4_2021-10-28')).map((input) =>
        Number(/"message_id":(\d+)/.exec((input as { readonly text: string }).text)![1]),
      );
      const highest = Math.max(...ids);
      for (const left of ids) {
        const missing = new MissingMessages();
        for (const id of ids) if (id !== left) missing.note(id, 0);
        const told = missing.takeAll().map(({ first, last }) => [first, last]);
        expect(told).toEqual(left === highest ? [] : [[left, left]]);
      }
    }, 60_000);
  });

  it('decodes the account of a market maker: 42 positions and 68 order updates', () => {
    const { events, faults } = decodeTexts(linesOf('dydx-v4-abacus/v4_subaccounts_mainnet_mm_2024-05-06.jsonl'));
    expect(faults).toEqual([]);
    const accounts = events.filter((event) => event.kind === 'account-data');
    expect(accounts.map(({ isSnapshot }) => isSnapshot)).toEqual([true, false, false, false, false]);
    expect(accounts[0]?.positions).toHaveLength(42);
    expect(accounts[0]?.equityUsd).toBe(606_672.160_584_014);
    const orders = accounts.slice(1).flatMap((account) => account.orders);
    const numberOf = (status: string): number => orders.filter((order) => order.status === status).length;
    expect(['BEST_EFFORT_OPENED', 'CANCELED', 'BEST_EFFORT_CANCELED'].map(numberOf)).toEqual([37, 26, 5]);
  });

  it('agrees with the equity that the exchange computed for that account', () => {
    const { events } = decodeTexts(linesOf('dydx-v4-abacus/v4_subaccounts_mainnet_mm_2024-05-06.jsonl'));
    const [snapshot] = events.filter((event) => event.kind === 'account-data');
    const worthUsd = snapshot!.positions.reduce(
      (sum, { sizeBase, entryPriceUsd = 0, unrealizedPnlUsd = 0 }) => sum + sizeBase * entryPriceUsd + unrealizedPnlUsd,
      snapshot!.balances.reduce((sum, { sizeBase }) => sum + sizeBase, 0),
    );
    expect(worthUsd).toBeCloseTo(606_672.160_584_014, 6);
  });

  it.each([
    ['v4_subaccounts_real_mixed_2023_2024.jsonl', 4],
    ['v4_orderbook_APE-USD_snapshot.jsonl', 1],
    ['v4_trades_ETH-USD_testnet_2022-12.jsonl', 3],
  ])('decodes older frames of %s', (file, count) => {
    const { events, faults } = decodeTexts(linesOf(`dydx-v4-abacus/${file}`));
    // Their protocol knew fields that went away.
    expect(faults.filter(({ kind }) => kind !== 'unknown-field')).toEqual([]);
    expect(events).toHaveLength(count);
  });

  it.each([
    'v3_orderbook_ETH-USD_snapshot_plus_13_batches.jsonl',
    'v3_orderbook_ETH-USD_load_test_snapshot_plus_9_batches.jsonl',
  ])('makes one fault of every frame of another protocol: %s', (file) => {
    const lines = linesOf(`dydx-v4-abacus/${file}`);
    const { events, faults } = decodeTexts(lines);
    expect(events).toEqual([]);
    expect(faults.map(({ kind }) => kind)).toEqual(lines.map(() => 'unknown-channel'));
  });
});
