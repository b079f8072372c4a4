import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { marginOfParent, type Subaccount } from '../accounts/margin-of-parent';
import type { HeldPosition, MarginAccount } from './margin-account';
import { marginOf } from './margin-of';

const repository = join(__dirname, '../../../..');
const data = process.env['PERPSTREAM_DATA'] ?? join(repository, '../shared/data');
const describeWithData = existsSync(data) ? describe : describe.skip;

type Market = { readonly initialMarginFraction: string; readonly maintenanceMarginFraction: string };
type PositionPayload = { readonly size: string; readonly entryPrice: string; readonly unrealizedPnl: string };
type Assets = Readonly<Record<string, { readonly size: string; readonly side: string }>>;
type Positions = Readonly<Record<string, PositionPayload>>;
/** An account as the Indexer states it. What is missing or an empty string is not known. */
type AccountPayload = {
  readonly subaccountNumber?: number;
  readonly equity: string;
  readonly freeCollateral: string;
  readonly openPerpetualPositions?: Positions;
  readonly assetPositions?: Assets;
};

/** Empty text is no number: `Number('')` would be 0, and a missing balance no debt. */
function numberOf(text: string | undefined): number {
  return text === undefined || text.trim() === '' ? NaN : Number(text);
}

/** The exchange states no mark: it follows from entry price, size and unrealised result. */
function heldPosition(marketId: string, payload: PositionPayload, market: Market | undefined): HeldPosition {
  const [sizeBase, entryPriceUsd] = [numberOf(payload.size), numberOf(payload.entryPrice)];
  return {
    marketId,
    sizeBase,
    oraclePriceUsd: entryPriceUsd + numberOf(payload.unrealizedPnl) / sizeBase,
    initialMarginFraction: numberOf(market?.initialMarginFraction),
    maintenanceMarginFraction: numberOf(market?.maintenanceMarginFraction),
  };
}

function accountOf(payload: AccountPayload, markets: Readonly<Record<string, Market>>): MarginAccount {
  const usdc = payload.assetPositions?.['USDC'];
  return {
    // An account without the asset owns none of it; without a list of assets nothing is known.
    quoteBalanceUsd:
      payload.assetPositions === undefined
        ? NaN
        : usdc === undefined
          ? 0
          : numberOf(usdc.size) * (usdc.side === 'SHORT' ? -1 : 1),
    positions: Object.entries(payload.openPerpetualPositions ?? {}).map(([marketId, position]) =>
      heldPosition(marketId, position, markets[marketId]),
    ),
  };
}

function isAccount(value: object): value is AccountPayload {
  return 'equity' in value && 'freeCollateral' in value;
}

/** Every account in a document, however deep: snapshots, REST answers, lists of an address, children of a parent. */
function accountsIn(value: unknown): AccountPayload[] {
  if (typeof value !== 'object' || value === null) return [];
  const inside = Object.values(value).flatMap(accountsIn);
  return isAccount(value) ? [value, ...inside] : inside;
}

function documents(path: string): unknown[] {
  const text = readFileSync(path, 'utf8');
  const lines = path.endsWith('.jsonl') ? text.split('\n').filter((line) => line.trim() !== '') : [text];
  return lines.map((line) => JSON.parse(line) as unknown);
}

/** All documents of the folders that hold account payloads, by file. */
function recorded(): [string, unknown[]][] {
  const folders = readdirSync(data).filter((name) => name === 'dydx-v4-abacus' || name.startsWith('dydx-v4-nautilus-'));
  return folders.flatMap((folder) =>
    readdirSync(join(data, folder))
      .filter((name) => /\.jsonl?$/.test(name))
      .map((name): [string, unknown[]] => [`${folder}/${name}`, documents(join(data, folder, name))]),
  );
}

describeWithData(`margin of real accounts (skipped when ${data} is absent)`, () => {
  const files = existsSync(data) ? recorded() : [];
  const found = files.flatMap(([file, all]) => all.flatMap(accountsIn).map((account): [string, AccountPayload] => [file, account])); // prettier-ignore
  const markets = (): Readonly<Record<string, Market>> => {
    const [, [answer]] = files.find(([file]) => file.endsWith('rest2024/list_perpetual_markets.json'))!;
    return (answer as { markets: Record<string, Market> }).markets;
  };

  it('R26: finds every account payload that states equity and free collateral', () => {
    expect(found.map(([file]) => file).toSorted()).toEqual([
      'dydx-v4-abacus/v4_subaccounts_mainnet_mm_2024-05-06.jsonl',
      'dydx-v4-abacus/v4_subaccounts_real_mixed_2023_2024.jsonl',
      'dydx-v4-nautilus-rest2024/addresses.json',
      'dydx-v4-nautilus-rest2025/http_get_subaccount.json',
      'dydx-v4-nautilus-ws2024/v4_accounts_balance.json',
      'dydx-v4-nautilus-ws2024/v4_accounts_subscribed.json',
    ]);
    const text = files.map(([, all]) => JSON.stringify(all)).join('\n');
    expect(text.match(/"freeCollateral":/g)).toHaveLength(found.length);
    expect(found.map(([, { openPerpetualPositions }]) => Object.keys(openPerpetualPositions ?? {}).length)).toContain(42); // prettier-ignore
  });

  it.each(found.map(([file, account], index): [number, string, AccountPayload] => [index, file, account]))(
    'R26: equals what the exchange computed for account %i, %s',
    (_index, _file, payload) => {
      const margin = marginOf(accountOf(payload, markets()));
      expect(Math.abs(margin.equityUsd - Number(payload.equity))).toBeLessThan(1e-6);
      expect(Math.abs(margin.freeCollateralUsd - Number(payload.freeCollateral))).toBeLessThan(1e-6);
      expect(margin.maintenanceMarginUsd).toBeLessThanOrEqual(margin.initialMarginUsd);
      for (const { liquidationDistance } of margin.positions) expect(liquidationDistance).toBeGreaterThan(0);
    },
  );
});

// Invented values in the shapes of the Indexer.
describe('margin of odd accounts', () => {
  const rules = { 'BTC-USD': { initialMarginFraction: '0.05', maintenanceMarginFraction: '0.03' } };
  const usdc = (size: string, side = 'LONG'): Assets => ({ USDC: { size, side } });
  const btc = (change: Partial<PositionPayload> = {}): Positions => ({
    'BTC-USD': { size: '0.5', entryPrice: '40000', unrealizedPnl: '500', ...change },
  });
  const payload = (given: Partial<AccountPayload>): AccountPayload => ({ equity: '0', freeCollateral: '0', ...given });

  it.each<[string, Partial<AccountPayload>, number, number]>([
    ['an account that was never funded', { assetPositions: {}, openPerpetualPositions: {} }, 0, 0],
    ['cash without a list of positions', { assetPositions: usdc('12.5') }, 12.5, 12.5],
    ['a debt in the side of the asset', { assetPositions: usdc('12.5', 'SHORT') }, -12.5, -12.5],
    ['a position without any asset', { assetPositions: {}, openPerpetualPositions: btc() }, 20_500, 19_475],
    ['a balance of 0', { assetPositions: usdc('0'), openPerpetualPositions: btc() }, 20_500, 19_475],
    ['an empty balance', { assetPositions: usdc(''), openPerpetualPositions: btc() }, NaN, NaN],
    ['a blank balance', { assetPositions: usdc(' '), openPerpetualPositions: {} }, NaN, NaN],
    ['no list of assets', { openPerpetualPositions: btc() }, NaN, NaN],
    ['an empty size', { assetPositions: usdc('1'), openPerpetualPositions: btc({ size: '' }) }, NaN, NaN],
    ['an empty entry price', { assetPositions: usdc('1'), openPerpetualPositions: btc({ entryPrice: '' }) }, NaN, NaN],
    ['an empty result', { assetPositions: usdc('1'), openPerpetualPositions: btc({ unrealizedPnl: '' }) }, NaN, NaN],
    ['a market without rules', { assetPositions: usdc('1'), openPerpetualPositions: { 'NEW-USD': btc()['BTC-USD']! } }, 20_501, NaN], // prettier-ignore
  ])('R26: %s', (_name, given, equityUsd, freeCollateralUsd) => {
    const margin = marginOf(accountOf(payload(given), rules));
    expect([margin.equityUsd, margin.freeCollateralUsd]).toEqual([equityUsd, freeCollateralUsd]);
  });

  it('R26: children of a parent are found and weighed each by itself', () => {
    const answer = {
      subaccount: {
        address: 'dydx1parent',
        parentSubaccountNumber: 0,
        equity: '1550',
        freeCollateral: '525',
        childSubaccounts: [
          { ...payload({ assetPositions: usdc('300') }), subaccountNumber: 0, equity: '300', freeCollateral: '300' },
          {
            ...payload({ assetPositions: usdc('19250', 'SHORT'), openPerpetualPositions: btc() }),
            subaccountNumber: 128,
            equity: '1250',
            freeCollateral: '225',
          },
        ],
      },
    };
    const children = accountsIn(answer).filter(({ subaccountNumber }) => subaccountNumber !== undefined);
    const subaccounts = children.map((child): Subaccount => ({ ...accountOf(child, rules), subaccountNumber: child.subaccountNumber! })); // prettier-ignore
    const margin = marginOfParent(subaccounts);
    children.forEach(({ equity, freeCollateral }, index) => {
      expect(margin.subaccounts[index]?.margin).toMatchObject({ equityUsd: Number(equity), freeCollateralUsd: Number(freeCollateral) }); // prettier-ignore
    });
    const { subaccount } = answer;
    expect(margin.totals).toMatchObject({ equityUsd: Number(subaccount.equity), freeCollateralUsd: Number(subaccount.freeCollateral) }); // prettier-ignore
  });
});
