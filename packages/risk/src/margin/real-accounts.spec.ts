import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { accountMargin, type AccountMargin, type MarginPosition } from './account-margin';

const repository = join(__dirname, '../../../..');
const data = process.env['PERPSTREAM_DATA'] ?? join(repository, '../shared/data');
const describeWithData = existsSync(data) ? describe : describe.skip;

type Market = { readonly initialMarginFraction: string; readonly maintenanceMarginFraction: string };
type Subaccount = {
  readonly equity: string;
  readonly freeCollateral: string;
  readonly openPerpetualPositions: Readonly<
    Record<string, { readonly size: string; readonly entryPrice: string; readonly unrealizedPnl: string }>
  >;
  readonly assetPositions: Readonly<Record<string, { readonly size: string; readonly side: string }>>;
};

function read<T>(name: string): T {
  return JSON.parse(readFileSync(join(data, name), 'utf8')) as T;
}

function markets(): Readonly<Record<string, Market>> {
  return read<{ markets: Record<string, Market> }>('dydx-v4-nautilus-rest2024/list_perpetual_markets.json').markets;
}

function lines(name: string): Subaccount[] {
  return readFileSync(join(data, name), 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as { contents: { subaccount?: Subaccount } })
    .flatMap(({ contents }) => contents.subaccount ?? []);
}

/** The exchange states no mark: it follows from entry price, size and unrealised result. */
function positionsOf({ openPerpetualPositions }: Subaccount): MarginPosition[] {
  const rules = markets();
  return Object.entries(openPerpetualPositions).map(([ticker, { size, entryPrice, unrealizedPnl }]) => ({
    sizeBase: Number(size),
    oraclePriceUsd: Number(entryPrice) + Number(unrealizedPnl) / Number(size),
    initialMarginFraction: Number(rules[ticker]?.initialMarginFraction),
    maintenanceMarginFraction: Number(rules[ticker]?.maintenanceMarginFraction),
  }));
}

function marginOf(subaccount: Subaccount): AccountMargin {
  const { USDC } = subaccount.assetPositions;
  const balanceUsd = Number(USDC?.size ?? 0) * (USDC?.side === 'SHORT' ? -1 : 1);
  return accountMargin(balanceUsd, positionsOf(subaccount));
}

describeWithData(`margin of real accounts (skipped when ${data} is absent)`, () => {
  it('equals what the exchange computed for a market maker with 42 positions', () => {
    const [maker] = lines('dydx-v4-abacus/v4_subaccounts_mainnet_mm_2024-05-06.jsonl');
    expect(Object.keys(maker!.openPerpetualPositions)).toHaveLength(42);
    const margin = marginOf(maker!);
    expect(Math.abs(margin.equityUsd - 606672.160584014)).toBeLessThan(1e-6);
    expect(Math.abs(margin.freeCollateralUsd - 466391.2926179764)).toBeLessThan(1e-6);
    expect(margin.maintenanceMarginUsd).toBeLessThan(margin.initialMarginUsd);
  });

  it('equals what the exchange computed for every smaller account that it was stated for', () => {
    const highLeverage = read<{ contents: { subaccount: Subaccount } }>(
      'dydx-v4-nautilus-ws2024/v4_accounts_balance.json',
    ).contents.subaccount;
    const cashOnly = read<{ result: { subaccount: Subaccount } }>('dydx-v4-nautilus-rest2025/http_get_subaccount.json')
      .result.subaccount;
    const mixed = lines('dydx-v4-abacus/v4_subaccounts_real_mixed_2023_2024.jsonl');
    expect(mixed.length).toBeGreaterThan(0);
    for (const subaccount of [highLeverage, cashOnly, ...mixed]) {
      const margin = marginOf(subaccount);
      expect(Math.abs(margin.equityUsd - Number(subaccount.equity))).toBeLessThan(1e-6);
      expect(Math.abs(margin.freeCollateralUsd - Number(subaccount.freeCollateral))).toBeLessThan(1e-6);
    }
  });
});
