import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

export const HOUR_MS = 3_600_000;

const root = fileURLToPath(new URL('../../', import.meta.url));
const everything = { fromMs: -Infinity, toMs: Infinity };

/** The readers of candle files that `perpstream backtest` uses, straight from their sources. */
async function loadReaders() {
  const folder = await mkdtemp(join(root, 'node_modules/.perpstream-risk-'));
  const outfile = join(folder, 'readers.mjs');
  const sources = join(root, 'apps/bot/src/backtest/sources');
  const contents = [
    `export { dataFiles } from './data-files';`,
    `export { CandleCursor } from './candle-cursor';`,
  ].join('\n');
  await build({
    stdin: { contents, resolveDir: sources },
    outfile,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'esm',
    conditions: ['@perpstream/source'],
    logLevel: 'error',
  });
  const loaded = await import(pathToFileURL(outfile).href);
  await rm(folder, { recursive: true });
  return loaded;
}

/** The last close of each hour, by the number of the hour since the epoch; without an hour that the file ends within. */
async function hourlyCloses(cursor) {
  const closes = new Map();
  let [lastMs, candleMs] = [-Infinity, Infinity];
  for (await cursor.fill(); cursor.next !== undefined; await cursor.fill()) {
    const { startMs, closeUsd } = cursor.next;
    candleMs = Math.min(candleMs, startMs - lastMs);
    lastMs = startMs;
    closes.set(Math.floor(startMs / HOUR_MS), closeUsd);
    cursor.advance();
  }
  await cursor.close();
  if ((lastMs % HOUR_MS) + candleMs < HOUR_MS) closes.delete(Math.floor(lastMs / HOUR_MS));
  return closes;
}

/**
 * What every market of some folders of candles did hour by hour: `Map(end of the hour in ms -> Map(market -> return))`, hours
 * in order of time. A market has a return where it has a close in that hour and in the one before. Where two folders hold
 * the same hour of a market, the first one counts.
 */
export async function hourlyReturns(folders) {
  const { dataFiles, CandleCursor } = await loadReaders();
  const hours = new Map();
  for (const file of folders.flatMap((folder) => dataFiles(folder))) {
    const closes = await hourlyCloses(new CandleCursor(file, everything));
    for (const [hour, closeUsd] of closes) {
      const beforeUsd = closes.get(hour - 1);
      if (!(beforeUsd > 0)) continue;
      const endMs = (hour + 1) * HOUR_MS;
      if (!hours.has(endMs)) hours.set(endMs, new Map());
      const returns = hours.get(endMs);
      if (!returns.has(file.marketId)) returns.set(file.marketId, closeUsd / beforeUsd - 1);
    }
  }
  return new Map([...hours].sort(([a], [b]) => a - b));
}
