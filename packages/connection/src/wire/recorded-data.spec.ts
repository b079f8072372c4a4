import { type LoggedInput } from '@perpstream/core';
import { collectFaults, type CollectedFaults } from '@perpstream/testing';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Subject } from 'rxjs';
import { readRecording } from '../replay/read-recording';
import { decodeInputs, type Decoded } from './decode-inputs';

/** Recorded data lie outside the project; without them these tests are skipped. */
const dataFolder = process.env.PERPSTREAM_DATA ?? resolve(__dirname, '../../../../../shared/data');
const describeWithData = existsSync(dataFolder) ? describe : describe.skip;

const decodeTexts = (texts: readonly string[]): { events: Decoded[]; faults: CollectedFaults['faults'] } => {
  const faults = collectFaults();
  const events: Decoded[] = [];
  const inputs$ = new Subject<LoggedInput>();
  inputs$.pipe(decodeInputs({ faults })).subscribe((event) => events.push(event));
  texts.forEach((text, seq) => inputs$.next({ kind: 'frame', receivedUs: 1, connection: 0, text, seq }));
  return { events, faults: faults.faults };
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
    // Their messages are picked out of several connections, and their protocol knew fields that went away.
    expect(faults.filter(({ kind }) => kind !== 'unknown-field' && kind !== 'message-gap')).toEqual([]);
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
