import { downloadHistory, indexerRest, type DownloadProgress, type HistoryDescription } from '@perpstream/connection';
import { unixMs, type CandleResolution, type UnixMs } from '@perpstream/core';
import { UsageError } from '../errors';
import { endOfRun } from '../run/end-of-run';
import { openNetwork } from '../run/open-network';
import { systemClock } from '../run/system-clock';
import { EXIT } from './common-options';

export type HistoryOptions = {
  readonly network: string;
  readonly kind: 'candles' | 'trades' | 'funding';
  readonly market: string;
  readonly resolution: CandleResolution;
  /** A time as in ISO 8601; UTC where it names no zone. */
  readonly from: string;
  /** The same; now when absent. */
  readonly to?: string;
  readonly out: string;
  readonly json?: boolean;
};

/** Gaps beyond these are only counted; the description beside the file has all of them. */
const SHOWN_GAPS = 10;

function timeOf(text: string, option: string): UnixMs {
  // A date alone is midnight in UTC; a time without a zone would be taken for that of this computer.
  const hasZone = /(Z|[+-]\d\d:?\d\d)$/.test(text) || /^\d{4}-\d\d-\d\d$/.test(text);
  const atMs = Date.parse(hasZone ? text : `${text}Z`);
  if (Number.isNaN(atMs))
    throw new UsageError(`${option} must be a time such as 2026-01-31 or 2026-01-31T12:00Z, was ${text}`);
  return unixMs(atMs);
}

const utc = (atMs: number): string => new Date(atMs).toISOString().replace('.000Z', 'Z');

function sayProgress({ rows, fromMs, doneToMs, toMs }: DownloadProgress): void {
  const share = toMs > fromMs ? (100 * (doneToMs - fromMs)) / (toMs - fromMs) : 100;
  process.stderr.write(`perpstream: ${share.toFixed(1).padStart(5)}%, ${rows} rows, up to ${utc(doneToMs)}\n`);
}

function resultLines(
  { rows = 0, toMs, gaps = [] }: HistoryDescription,
  { kind, out }: HistoryOptions,
): readonly string[] {
  const missing = gaps.reduce((sum, gap) => sum + gap.missing, 0);
  const shown = gaps.slice(0, SHOWN_GAPS).map((gap) => `  ${gap.missing} from ${utc(gap.fromMs)} to ${utc(gap.toMs)}`);
  const what =
    gaps.length === 0
      ? 'no gap'
      : `${gaps.length} ${gaps.length === 1 ? 'gap' : 'gaps'} with ${missing} rows that the Indexer does not have`;
  const more = gaps.length > SHOWN_GAPS ? [`  and ${gaps.length - SHOWN_GAPS} more, in ${out}.json`] : [];
  return [`${rows} rows of ${kind} up to ${utc(toMs)} in ${out}; ${what}`, ...shown, ...more];
}

/** `perpstream history`: candles, trades or funding of one market in a CSV file. Taken up again where it was ended. */
export async function history(options: HistoryOptions): Promise<number> {
  const { network, kind, resolution, from, to, out: path, json = false } = options;
  const fromMs = timeOf(from, '--from');
  const toMs = to === undefined ? systemClock.now() : timeOf(to, '--to');
  if (fromMs >= toMs) throw new UsageError(`--from ${utc(fromMs)} must be before --to ${utc(toMs)}`);
  const { endpoints, markets } = await openNetwork(network, [options.market]);
  const [marketId] = markets;
  if (marketId === undefined) throw new UsageError(`${options.market} does not exist on ${network}`);
  const rest = indexerRest({ restUrl: endpoints.restUrl, clock: systemClock });
  const abort = new AbortController();
  const what = kind === 'candles' ? { kind, resolution } : { kind };
  const onProgress = json ? () => undefined : sayProgress;
  const common = { rest, marketId, fromMs, toMs, path, onProgress, signal: abort.signal };
  const downloading = downloadHistory({ ...common, ...what });
  const reason = await endOfRun(undefined, downloading);
  if (reason === 'interrupted') {
    abort.abort();
    await downloading.catch(() => undefined);
    process.stderr.write(`perpstream: ended; the same command goes on where it was\n`);
    return EXIT.interrupted;
  }
  const description = await downloading;
  const lines = json ? [JSON.stringify({ path, ...description })] : resultLines(description, options);
  process.stdout.write(`${lines.join('\n')}\n`);
  return EXIT.done;
}
