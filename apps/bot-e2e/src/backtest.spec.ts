import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { gzipSync } from 'node:zlib';
import { run, temporaryFolder } from './perpstream';

const CONFIG = resolve(__dirname, '../../bot/config/backtests/momentum-sniper.yaml');
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const START_MS = Date.UTC(2026, 0, 1);
const DAYS = 2;

type Report = {
  readonly candles: number;
  readonly fills: number;
  readonly faults: Readonly<Record<string, number>>;
  readonly equityStartUsd: number;
  readonly equityEndUsd: number;
  readonly feesUsd: number;
  readonly fundingUsd: number;
  readonly realizedPnlUsd: number;
  readonly unrealizedPnlUsd: number;
  readonly decisionHash: string;
  readonly byMarket: readonly { readonly profitUsd: number }[];
};

/** A price that swings with a period of hours, and a little noise. */
function priceAt(minute: number, base: number): number {
  const swing = Math.sin((minute / 60 / base) * 2 * Math.PI) * 0.02;
  const noise = Math.sin(minute * 12.9898 * base) * 0.0005;
  return Number((100 * base * (1 + swing + noise)).toPrecision(8));
}

function candleFile(base: number): string {
  const rows = Array.from({ length: DAYS * 1_440 }, (_, minute) => {
    const [open, close] = [priceAt(minute, base), priceAt(minute + 1, base)];
    return [START_MS + minute * MINUTE_MS, open, Math.max(open, close), Math.min(open, close), close, 5_000].join(',');
  });
  return ['ts_ms,open,high,low,close,volume', ...rows].join('\n');
}

function fundingFile(): string {
  const rows = Array.from({ length: DAYS * 24 }, (_, hour) => `${START_MS + hour * HOUR_MS},0.0001`);
  return ['ts_ms,rate', ...rows].join('\n');
}

function dataFolder(): { readonly candles: string; readonly funding: string } {
  const folder = temporaryFolder();
  const [candles, funding] = [join(folder, 'candles'), join(folder, 'funding')];
  for (const path of [candles, funding]) mkdirSync(path);
  writeFileSync(join(candles, 'BTC.csv.gz'), gzipSync(candleFile(5)));
  writeFileSync(join(candles, 'ETH.csv'), candleFile(3));
  writeFileSync(join(funding, 'BTC.csv'), fundingFile());
  writeFileSync(join(funding, 'ETH.csv'), fundingFile());
  return { candles, funding };
}

describe('perpstream backtest', () => {
  const { candles, funding } = dataFolder();
  const args = ['backtest', candles, '--funding', funding, '--config', CONFIG];

  it('trades on two days of candles, and every cent is told', async () => {
    const out = join(temporaryFolder(), 'results');
    const { code, stdout } = await run(...args, '--json', '--out', out);
    expect(code).toBe(0);
    const report = JSON.parse(stdout) as Report;
    expect(report).toMatchObject({ candles: 2 * DAYS * 1_440, faults: {} });
    expect(report.fills).toBeGreaterThan(4);
    const { equityStartUsd, equityEndUsd, realizedPnlUsd, unrealizedPnlUsd, fundingUsd, feesUsd } = report;
    expect(equityStartUsd + realizedPnlUsd + unrealizedPnlUsd + fundingUsd - feesUsd).toBeCloseTo(equityEndUsd, 5);
    const profits = report.byMarket.reduce((sum, { profitUsd }) => sum + profitUsd, 0);
    expect(profits).toBeCloseTo(equityEndUsd - equityStartUsd, 5);
    expect(feesUsd).toBeGreaterThan(0);
    expect(fundingUsd).not.toBe(0);
    expect(readFileSync(join(out, 'trades.csv'), 'utf8').trimEnd().split('\n')).toHaveLength(1 + report.fills);
  });

  it('decides the same again, and otherwise on another path', async () => {
    const hashOf = async (...more: string[]): Promise<string> =>
      (JSON.parse((await run(...args, '--json', ...more)).stdout) as Report).decisionHash;
    const hash = await hashOf();
    expect(await hashOf()).toBe(hash);
    expect(await hashOf('--path', 'ohlc')).not.toBe(hash);
  });

  it('says in one line what is wrong with its arguments', async () => {
    const { code, stderr } = await run('backtest', join(candles, 'none'));
    expect(code).toBe(2);
    expect(stderr.trimEnd().split('\n')).toHaveLength(1);
  });
});
