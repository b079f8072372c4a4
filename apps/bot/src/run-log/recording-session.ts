import { type MarketId } from '@perpstream/core';
import { DecisionHash } from '../run/decision-hash';
import { loadConfig, parseConfig } from '../config/load-config';
import { UsageError } from '../errors';
import { openNetwork, type OpenNetwork } from '../run/open-network';
import { systemClock } from '../run/system-clock';
import { withMarkets } from '../commands/chosen-markets';
import { DEFAULT_BOUNDS, segmentName } from './input-segments';
import { resumableRecording, type ResumableRecording } from './resume-recording';
import { RunLogFolder } from './run-log-folder';
import { type ListedSegment, type RunHeader } from './run-manifest';

/** What to record, and where. */
export type RecordingOptions = {
  readonly network: string;
  readonly version: string;
  readonly out: string;
  readonly config?: string;
  /** `all`, or tickers with commas between. */
  readonly markets?: string;
  /** Go on in a folder that holds a recording. */
  readonly resume?: boolean;
  /** Longest time of one segment in milliseconds. */
  readonly segment?: number;
};

/** A recording that is about to begin, or to go on. */
export type RecordingSession = {
  readonly opened: OpenNetwork;
  readonly header: RunHeader;
  /** Of a recording that goes on. */
  readonly before?: ResumableRecording;
};

async function newSession({ network, version, config, markets }: RecordingOptions): Promise<RecordingSession> {
  const chosen = withMarkets(await loadConfig(config), markets);
  const opened = await openNetwork(network, chosen.markets);
  const startedAt = new Date(systemClock.now()).toISOString();
  const header = { version, command: 'record', network, config: chosen, startedAt, markets: opened.markets };
  return { opened, header };
}

/** A recording goes on as it began: with its network, its configuration and its markets. */
async function resumedSession({ network, version, out, config, markets }: RecordingOptions): Promise<RecordingSession> {
  if (config !== undefined || markets !== undefined) {
    throw new UsageError(`${out} goes on with its own configuration and markets; leave out --config and --markets`);
  }
  const before = await resumableRecording(out);
  const { manifest, nextIndex } = before;
  if (manifest.network !== network) {
    throw new UsageError(`${out} is a recording of ${manifest.network}; resume it with --network ${manifest.network}`);
  }
  const { startedAt, command } = manifest;
  const own = parseConfig(manifest.config, out);
  const opened = stillListed(await openNetwork(network, 'all'), own.markets === 'all' ? undefined : manifest.markets);
  const again = { startedAt: new Date(systemClock.now()).toISOString(), version, firstSegment: segmentName(nextIndex) };
  const resumed = [...(manifest.resumed ?? []), again];
  const header = {
    version: manifest.version,
    command,
    network,
    config: own,
    startedAt,
    markets: opened.markets,
    resumed,
  };
  return { opened, header, before };
}

/** Of these markets those that the exchange still has; all of them when undefined. */
function stillListed(opened: OpenNetwork, wanted: readonly MarketId[] | undefined): OpenNetwork {
  if (wanted === undefined) return opened;
  const markets = wanted.filter((market) => opened.markets.includes(market));
  if (markets.length > 0) return { ...opened, markets };
  throw new UsageError(`the exchange lists none of the recorded markets any more: ${wanted.join(', ')}`);
}

/** The folder of a session, ready to be written. */
export async function openRecording(
  { out, segment }: RecordingOptions,
  session: RecordingSession,
): Promise<RunLogFolder> {
  const bounds = { ...DEFAULT_BOUNDS, ...(segment !== undefined && { maxMs: segment }) };
  const { header, before } = session;
  const hash = new DecisionHash();
  if (before === undefined) return RunLogFolder.create(out, header, hash, bounds);
  return RunLogFolder.open({
    path: out,
    header,
    hash,
    bounds,
    segments: before.segments,
    firstIndex: before.nextIndex,
  });
}

/** The session that the options ask for. @throws UsageError one line, when it cannot be */
export function recordingSession(options: RecordingOptions): Promise<RecordingSession> {
  return options.resume === true ? resumedSession(options) : newSession(options);
}

/** What a recording that goes on holds, for people: `3 segments; inputs-000002.ndj.gz was cut, its 15 lines are kept`. */
export function resumedText({ segments, found }: ResumableRecording): string {
  const isCut = ({ isCut: cut }: ListedSegment): boolean => cut === true;
  const kept = found.filter(isCut).map(({ name, lines }) => `; ${name} was cut, its ${lines} lines are kept`);
  return `${segments.length} segments${kept.join('')}`;
}
