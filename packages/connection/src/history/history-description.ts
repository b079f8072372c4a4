import { type CandleResolution, type MarketId, type UnixMs } from '@perpstream/core';
import { createHash } from 'node:crypto';
import { readFile, rename, writeFile } from 'node:fs/promises';
import { type DownloadHistoryOptions } from './download-options';
import { GapFinder, type HistoryGap } from './gap-finder';
import { historyLines, timeOfRow } from './history-lines';

/** What a history file holds: the content of `<path>.json`. */
export type HistoryDescription = {
  readonly formatVersion: 1;
  readonly kind: DownloadHistoryOptions['kind'];
  readonly marketId: MarketId;
  readonly resolution?: CandleResolution;
  /** The Indexer it came from. */
  readonly source: string;
  readonly fromMs: UnixMs;
  readonly toMs: UnixMs;
  /** False while the download is under way or was broken off; then there is no count, hash and report of gaps. */
  readonly isComplete: boolean;
  readonly rows?: number;
  readonly sha256?: string;
  /** Candles or hours of funding that the Indexer does not have. Trades have none: they come when they come. */
  readonly gaps?: readonly HistoryGap[];
};

/** The description of a download that begins. */
export function describeStart(options: DownloadHistoryOptions, toMs: UnixMs): HistoryDescription {
  const { kind, marketId, rest, fromMs } = options;
  const resolution = kind === 'candles' ? { resolution: options.resolution } : {};
  const source = rest.health()[0]?.url ?? '';
  return { formatVersion: 1, kind, marketId, ...resolution, source, fromMs, toMs, isComplete: false };
}

/** Reads the whole file to describe it: rows, hash, gaps. `stepMs` 0 looks for no gaps. */
export async function describeEnd(
  start: HistoryDescription,
  path: string,
  stepMs: number,
): Promise<HistoryDescription> {
  const hash = createHash('sha256');
  const finder = stepMs > 0 ? new GapFinder(start.fromMs, start.toMs, stepMs) : undefined;
  let rows = -1;
  for await (const { text } of historyLines(path)) {
    hash.update(text);
    if (rows >= 0) finder?.add(timeOfRow(text));
    rows += 1;
  }
  return { ...start, isComplete: true, rows, sha256: hash.digest('hex'), gaps: finder?.end() ?? [] };
}

/** Puts the description in its place, whole or not at all. */
export async function writeDescription(path: string, description: HistoryDescription): Promise<void> {
  await writeFile(`${path}.json.new`, `${JSON.stringify(description, undefined, 2)}\n`);
  await rename(`${path}.json.new`, `${path}.json`);
}

/**
 * Checks that a file that is already there is the beginning of this very history. The end may be put off, never back.
 *
 * @throws Error when it is something else
 */
export async function assertSameHistory(path: string, wanted: HistoryDescription): Promise<void> {
  const text = await readFile(`${path}.json`, 'utf8').catch(() => undefined);
  if (text === undefined) return;
  const found = parsed(path, text);
  for (const name of ['formatVersion', 'kind', 'marketId', 'resolution', 'fromMs'] as const) {
    if (found[name] === wanted[name]) continue;
    const difference = `${name} ${String(found[name])} instead of ${String(wanted[name])}`;
    throw new Error(`${path} holds another history (${difference}): move it away or choose another path`);
  }
  if (found.toMs !== undefined && found.toMs > wanted.toMs) {
    throw new Error(`${path} already reaches to ${found.toMs}, beyond ${wanted.toMs}: choose another path`);
  }
}

function parsed(path: string, text: string): Partial<HistoryDescription> {
  try {
    return { ...(JSON.parse(text) as Partial<HistoryDescription> | null) };
  } catch {
    throw new Error(`${path}.json does not describe a history: move it away or choose another path`);
  }
}
