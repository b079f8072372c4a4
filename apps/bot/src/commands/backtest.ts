import { systemClock } from '../run/system-clock';
import { endOfRun } from '../run/end-of-run';
import { type BotConfig } from '../config/config-schema';
import { loadConfig } from '../config/load-config';
import { UsageError } from '../errors';
import { type PathName } from '../backtest/market/price-path';
import { type BacktestReport } from '../backtest/results/backtest-report';
import { backtestFigures } from '../backtest/results/backtest-summary';
import { reportLines } from '../backtest/results/report-lines';
import { writeResults } from '../backtest/results/result-files';
import { backtestConfig, type BacktestConfig } from '../backtest/run/backtest-config';
import { runBacktest, type BacktestRun } from '../backtest/run/run-backtest';
import { CandleCursor } from '../backtest/sources/candle-cursor';
import { candleLengthMs } from '../backtest/sources/candle-length';
import { chooseFiles, dataFiles } from '../backtest/sources/data-files';
import { type FundingTable } from '../backtest/sources/funding-table';
import { readFunding } from '../backtest/sources/read-funding';
import { csvTimeMs } from '../backtest/sources/csv-columns';
import { EXIT } from './common-options';

export type BacktestCommandOptions = {
  readonly funding?: string;
  readonly markets?: string;
  readonly from?: string;
  readonly to?: string;
  readonly config?: string;
  readonly path: PathName;
  readonly spreadBps: number;
  readonly marketSpreadBps: Readonly<Record<string, number>>;
  readonly depthShare: number;
  readonly initialMargin: number;
  readonly maintenanceMargin: number;
  readonly json?: boolean;
  readonly out?: string;
};

/** Everything a backtest works on, opened. */
type Sources = {
  readonly cursors: readonly CandleCursor[];
  readonly funding: FundingTable;
  readonly candleMs: number;
};

function timeOf(text: string | undefined, option: string, otherwise: number): number {
  if (text === undefined) return otherwise;
  const atMs = csvTimeMs(text);
  if (Number.isNaN(atMs)) throw new UsageError(`${option} must be a time such as 2026-01-31T12:00Z, was ${text}`);
  return atMs;
}

async function openSources(folder: string, options: BacktestCommandOptions): Promise<Sources> {
  const fromMs = timeOf(options.from, '--from', -Infinity);
  const toMs = timeOf(options.to, '--to', Infinity);
  if (!(fromMs < toMs)) throw new UsageError('--from must be before --to');
  const files = chooseFiles(
    dataFiles(folder),
    options.markets?.split(',').map((name) => name.trim()),
  );
  const stranger = Object.keys(options.marketSpreadBps).find(
    (name) => !files.some(({ marketId }) => marketId === name),
  );
  if (stranger !== undefined) throw new UsageError(`--market-spread-bps names ${stranger}, which is not played`);
  if (files.length === 0) throw new UsageError(`${folder} holds no *.csv or *.csv.gz files`);
  const cursors = files.map((file) => new CandleCursor(file, { fromMs, toMs }));
  for (const cursor of cursors) await cursor.fill();
  const candleMs = candleLengthMs(cursors);
  const wanted = new Set(files.map(({ marketId }) => marketId));
  const fundingFiles = options.funding === undefined ? [] : dataFiles(options.funding);
  const funding = await readFunding(fundingFiles.filter(({ marketId }) => wanted.has(marketId)));
  return { cursors, funding, candleMs };
}

function reportOf(
  run: BacktestRun,
  sources: Sources,
  options: BacktestCommandOptions,
  { config, adapted }: BacktestConfig,
  wallMs: number,
): BacktestReport {
  const figures = backtestFigures(run.recorder, config.account.startBalanceUsd);
  const { fromMs, toMs, steps, prices, candles } = run;
  const { path, spreadBps, depthShare } = options;
  return {
    from: new Date(fromMs).toISOString(),
    to: new Date(toMs).toISOString(),
    spanDays: (toMs - fromMs) / 86_400_000,
    candleMs: sources.candleMs,
    path,
    spreadBps,
    depthShare,
    markets: sources.cursors.length,
    candles,
    skippedRows: sources.cursors.reduce((sum, { skippedRows }) => sum + skippedRows, 0),
    ...figures,
    marketsWithoutFunding: sources.cursors
      .map(({ marketId }) => marketId)
      .filter((marketId) => !sources.funding.has(marketId)),
    adaptedSettings: adapted,
    wallMs,
    steps,
    prices,
    pricesPerSecond: Math.round(prices / (wallMs / 1_000)),
    peakRssMb: Math.round(process.resourceUsage().maxRSS / 102.4) / 10,
  };
}

function play(sources: Sources, config: BotConfig, options: BacktestCommandOptions, signal: AbortSignal) {
  const { path, depthShare, marketSpreadBps } = options;
  const margins = {
    initialMarginFraction: options.initialMargin,
    maintenanceMarginFraction: options.maintenanceMargin,
  };
  const assumptionsOf = (ticker: string) => ({
    spreadBps: marketSpreadBps[ticker] ?? options.spreadBps,
    depthShare,
    ...margins,
  });
  return runBacktest({ ...sources, config, path, assumptionsOf, signal });
}

/** `perpstream backtest`: plays candles through the whole bot, with assumed books and paper fills. */
export async function backtest(folder: string, options: BacktestCommandOptions): Promise<number> {
  const given = await loadConfig(options.config);
  const sources = await openSources(folder, options);
  const fitted = backtestConfig(given, sources.candleMs);
  const startedMs = systemClock.now();
  const abort = new AbortController();
  const playing = play(sources, fitted.config, options, abort.signal);
  const reason = await endOfRun(undefined, playing);
  abort.abort();
  const run = await playing;
  if (reason === 'interrupted') return EXIT.interrupted;
  if (run.candles === 0) throw new Error(`${folder} holds no candle of the time asked for`);
  const report = reportOf(run, sources, options, fitted, systemClock.now() - startedMs);
  if (options.out !== undefined) await writeResults(options.out, report, run.recorder);
  process.stdout.write(`${(options.json === true ? [JSON.stringify(report)] : reportLines(report)).join('\n')}\n`);
  return EXIT.done;
}
