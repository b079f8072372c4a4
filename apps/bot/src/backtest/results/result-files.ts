import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { equityAtPeriods } from '../metrics/period-returns';
import { type BacktestRecorder, type RecordedFill } from './backtest-recorder';
import { type BacktestReport } from './backtest-report';
import { equityPicture } from './equity-picture';

const HOUR_MS = 3_600_000;

const TRADE_HEADER =
  'at_ms,market,strategy,side,liquidity,size_base,price_usd,fee_usd,mid_at_decision_usd,mid_at_fill_usd';

function tradeRow(fill: RecordedFill): string {
  const { atMs, marketId, strategy, side, liquidity, sizeBase, priceUsd, feeUsd } = fill;
  const mids = [fill.midAtDecisionUsd, fill.midAtFillUsd];
  return [atMs, marketId, strategy, side, liquidity, sizeBase, priceUsd, feeUsd, ...mids].join(',');
}

const text = (lines: readonly string[]): string => `${lines.join('\n')}\n`;

/** Writes `summary.json`, `equity.csv` (hourly), `trades.csv` and `equity.svg` into a folder, which is made if need be. */
export async function writeResults(folder: string, report: BacktestReport, recorder: BacktestRecorder): Promise<void> {
  const hourly = equityAtPeriods(recorder.samples, HOUR_MS);
  const equityRows = hourly.map(({ atMs, equityUsd }) => `${atMs},${equityUsd}`);
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'summary.json'), `${JSON.stringify(report, undefined, 2)}\n`);
  await writeFile(join(folder, 'equity.csv'), text(['at_ms,equity_usd', ...equityRows]));
  await writeFile(join(folder, 'trades.csv'), text([TRADE_HEADER, ...recorder.fills.map(tradeRow)]));
  await writeFile(join(folder, 'equity.svg'), equityPicture(recorder.samples));
}
