import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { type MarketId } from '@perpstream/core';
import { UsageError } from '../../errors';
import { marketOfFile } from './market-of-file';

/** A CSV file and its market. */
export type DataFile = { readonly path: string; readonly marketId: MarketId };

function filesIn(folder: string): readonly string[] {
  try {
    return statSync(folder).isFile() ? [folder] : readdirSync(folder).map((name) => join(folder, name));
  } catch {
    throw new UsageError(`${folder}: not a folder with *.csv or *.csv.gz files`);
  }
}

function assertOneEach(files: readonly DataFile[]): void {
  const seen = new Map<MarketId, string>();
  for (const { path, marketId } of files) {
    const other = seen.get(marketId);
    if (other !== undefined) throw new UsageError(`${other} and ${path} both hold ${marketId}: move one away`);
    seen.set(marketId, path);
  }
}

/**
 * The CSV files of a folder (or the one file given), one for each market, in order of the names of the markets.
 *
 * @throws UsageError when there is no such folder, or two files are of one market
 */
export function dataFiles(folder: string): readonly DataFile[] {
  const files = filesIn(folder)
    .filter((path) => /\.csv(\.gz)?$/.test(path))
    .map((path) => ({ path, marketId: marketOfFile(path) }));
  assertOneEach(files);
  return files.sort((a, b) => (a.marketId < b.marketId ? -1 : 1));
}

/**
 * The files of the markets that are asked for, as tickers (`BTC-USD`) or by their base (`BTC`); all without a list.
 *
 * @throws UsageError when one that is asked for has no file
 */
export function chooseFiles(files: readonly DataFile[], wanted: readonly string[] | undefined): readonly DataFile[] {
  if (wanted === undefined) return files;
  const tickers = wanted.map((name) => (name.endsWith('-USD') ? name : `${name}-USD`));
  const missing = tickers.find((ticker) => !files.some(({ marketId }) => marketId === ticker));
  if (missing !== undefined) {
    const have = files.map(({ marketId }) => marketId).join(', ');
    throw new UsageError(`there is no file of ${missing}; there are ${have === '' ? 'none' : have}`);
  }
  return files.filter(({ marketId }) => tickers.includes(marketId));
}
