import { unixMs, type UnixMs } from '@perpstream/core';
import { open } from 'node:fs/promises';
import { assertDownloadOptions, type DownloadHistoryOptions } from './download-options';
import {
  assertSameHistory,
  describeEnd,
  describeStart,
  writeDescription,
  type HistoryDescription,
} from './history-description';
import { historyRows } from './history-rows';
import { prepareFile } from './resume-point';

/** What is younger may not have reached the Indexer's copies yet, and a candle that has just closed may still change. */
const SETTLED_MS = 30_000;

/**
 * Downloads candles, trades or funding of one market to a CSV file, oldest first, and describes it in `<path>.json`: the
 * range, the number of rows, the sha256, and the gaps.
 *
 * The first line names the columns, units included; the first column is the time of the row in milliseconds since the
 * epoch. Numbers are the float64 ones of the whole program, written so that they read back exactly.
 *
 * A download that was ended or killed, at any byte, is taken up where it ended by calling it again with the same options;
 * so is a complete one when `toMs` lies later. The file comes out the same as without the break. What is younger than half
 * a minute by the server's clock, or not closed yet, is left out: `toMs` in the description says how far the file reaches.
 * @throws RangeError when an option is outside its bounds
 * @throws Error (through the promise) when the file holds something else
 * @throws IndexerRestError (through the promise) when the Indexer does not answer
 * @example const { rows, gaps } = await downloadHistory({ rest, kind: 'candles', resolution: '1MIN', marketId, fromMs, toMs, path: 'btc.csv' });
 */
export async function downloadHistory(options: DownloadHistoryOptions): Promise<HistoryDescription> {
  assertDownloadOptions(options);
  const { path, fromMs, signal } = options;
  const rows = historyRows(options);
  const nowMs = await options.rest.time(signal === undefined ? {} : { signal });
  const toMs = settledUntil(options, nowMs, rows.stepMs);
  const start = describeStart(options, toMs);
  await assertSameHistory(path, start);
  const resume = await prepareFile(path, rows.header, fromMs);
  await writeDescription(path, start);
  await append(options, resume.fromMs, toMs, resume.rows);
  const description = await describeEnd(start, path, rows.stepMs);
  await writeDescription(path, description);
  return description;
}

/** How far the history may go: only to whole candles that have settled, never back before its beginning. */
function settledUntil({ kind, fromMs, toMs }: DownloadHistoryOptions, nowMs: UnixMs, stepMs: number): UnixMs {
  const settledMs = nowMs - SETTLED_MS;
  const lastMs = kind === 'candles' ? Math.floor(settledMs / stepMs) * stepMs : settledMs;
  return unixMs(Math.max(fromMs, Math.min(toMs, lastMs)));
}

async function append(
  options: DownloadHistoryOptions,
  fromMs: UnixMs,
  toMs: UnixMs,
  rowsBefore: number,
): Promise<void> {
  const file = await open(options.path, 'a');
  let rows = rowsBefore;
  try {
    for await (const chunk of historyRows(options).chunks(fromMs, toMs)) {
      if (chunk.rows.length > 0) await file.appendFile(`${chunk.rows.join('\n')}\n`);
      rows += chunk.rows.length;
      options.onProgress?.({ rows, fromMs: options.fromMs, doneToMs: chunk.doneToMs, toMs });
    }
    await file.sync();
  } finally {
    await file.close();
  }
}
