import { type StreamRequest } from '@perpstream/connection';
import { type Fault, type Input, type MarketId } from '@perpstream/core';
import { filter, type Observable } from 'rxjs';
import { loadConfig, parseConfig } from '../config/load-config';
import { UsageError } from '../errors';
import { DecisionHash } from '../run/decision-hash';
import { openBotFeed } from '../run/bot-feed';
import { endOfRun } from '../run/end-of-run';
import { openNetwork, tradingStreams, type OpenNetwork } from '../run/open-network';
import { RunStatistics } from '../run/run-summary';
import { systemClock, systemNowUs } from '../run/system-clock';
import { assertFreeSpace } from '../run-log/free-space';
import { DEFAULT_BOUNDS, segmentName } from '../run-log/input-segments';
import { RecordingStatus } from '../run-log/recording-status';
import { endOfConnections, resumableRecording, type ResumableRecording } from '../run-log/resume-recording';
import { RunLogFolder } from '../run-log/run-log-folder';
import { type RunHeader } from '../run-log/run-manifest';
import { withMarkets } from './chosen-markets';
import { EXIT, type CommonOptions } from './common-options';

const FLUSH_EVERY_MS = 1_000;
const STATUS_EVERY_MS = 60_000;
const LOOK_FOR_SPACE_EVERY_MS = 10_000;
const MB = 1_000_000;

export type RecordOptions = CommonOptions & {
  readonly network: string;
  readonly out: string;
  /** `all`, or tickers with commas between. */
  readonly markets?: string;
  /** Go on in a folder that holds a recording. */
  readonly resume?: boolean;
  /** Longest time of one segment in milliseconds. */
  readonly segment?: number;
  /** The recording ends before less than so many MB are free. */
  readonly minFree: number;
};

/** A recording that is about to begin, or to go on. */
type Session = { readonly opened: OpenNetwork; readonly header: RunHeader; readonly before?: ResumableRecording };

function say(line: string): void {
  process.stderr.write(`perpstream: ${line}\n`);
}

/** What a research recording holds beyond a trading run: the exchange's own one-minute candles. */
function recordedStreams(markets: readonly MarketId[]): readonly StreamRequest[] {
  const candles = markets.map((id): StreamRequest => ({ channel: 'v4_candles', id: `${id}/1MIN` }));
  return [...tradingStreams(markets), ...candles];
}

async function newSession({ network, version, config, markets }: RecordOptions): Promise<Session> {
  const chosen = withMarkets(await loadConfig(config), markets);
  const opened = await openNetwork(network, chosen.markets);
  const startedAt = new Date(systemClock.now()).toISOString();
  const header = { version, command: 'record', network, config: chosen, startedAt, markets: opened.markets };
  return { opened, header };
}

/** A recording goes on as it began: with its network, its configuration and its markets. */
async function resumedSession({ network, version, out, config, markets }: RecordOptions): Promise<Session> {
  if (config !== undefined || markets !== undefined) {
    throw new UsageError(`${out} goes on with its own configuration and markets; leave out --config and --markets`);
  }
  const before = await resumableRecording(out);
  const { manifest, segments, found, nextIndex } = before;
  if (manifest.network !== network) {
    throw new UsageError(`${out} is a recording of ${manifest.network}; resume it with --network ${manifest.network}`);
  }
  const own = parseConfig(manifest.config, out);
  const opened = await openNetwork(network, own.markets === 'all' ? 'all' : [...(manifest.markets ?? [])]);
  const startedAt = new Date(systemClock.now()).toISOString();
  const resumed = [...(manifest.resumed ?? []), { startedAt, version, firstSegment: segmentName(nextIndex) }];
  const cut = found.filter(({ isCut }) => isCut === true);
  const kept = cut.map(({ name, lines }) => `; ${name} was cut, its ${lines} lines are kept`).join('');
  say(`${out}: goes on after ${segments.length} segments${kept}`);
  return { opened, header: { ...manifest, resumed }, before };
}

async function openLog({ out, segment }: RecordOptions, session: Session, hash: DecisionHash): Promise<RunLogFolder> {
  const bounds = { ...DEFAULT_BOUNDS, ...(segment !== undefined && { maxMs: segment }) };
  const { header, before } = session;
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

/** Ticks are left out: in a replay, time passes with the frames. */
function recordedInputs(inputs$: Observable<Input>): Observable<Input> {
  return inputs$.pipe(filter(({ kind }) => kind !== 'tick'));
}

/** Does something again and again until it fails or is ended. Returns what ends it. */
function every(periodMs: number, work: () => Promise<void> | void, failed: (error: unknown) => void): () => void {
  const timer = setInterval(() => void Promise.resolve().then(work).catch(failed), periodMs);
  return () => clearInterval(timer);
}

/** `perpstream record`: writes the raw stream of a network into a folder that `replay` and `exchange --replay` read. */
export async function record(options: RecordOptions): Promise<number> {
  const { out, duration, minFree, json = false } = options;
  await assertFreeSpace(out, minFree * MB);
  const session = options.resume === true ? await resumedSession(options) : await newSession(options);
  const hash = new DecisionHash();
  const log = await openLog(options, session, hash);
  const statistics = new RunStatistics(0, hash);
  const status = new RecordingStatus();
  let seq = 0;
  const write = (input: Input): void => {
    log.recordInput({ ...input, seq: seq++ });
    statistics.addInput(input, 0n);
    status.observe(input);
  };
  const report = (fault: Fault): void => {
    statistics.addFault(fault);
    say(`${fault.where}: ${fault.message}`);
  };
  endOfConnections(session.before?.openConnections ?? [], systemNowUs()).forEach(write);
  write(session.opened.listing);
  const { opened, header } = session;
  const streams = recordedStreams(opened.markets);
  const feed = openBotFeed(opened, { streams, config: header.config, faults: { report } });
  let failed: (error: unknown) => void = () => undefined;
  const failure = new Promise<never>((_, reject) => (failed = reject));
  const ends = [
    every(FLUSH_EVERY_MS, () => log.flush(), failed),
    every(LOOK_FOR_SPACE_EVERY_MS, () => assertFreeSpace(out, minFree * MB), failed),
    every(STATUS_EVERY_MS, async () => say(await status.line(out, systemClock.now())), failed),
  ];
  const recording = recordedInputs(feed.inputs$).subscribe({ next: write, error: failed });
  try {
    const reason = await endOfRun(duration, failure);
    return reason === 'interrupted' ? EXIT.interrupted : EXIT.done;
  } finally {
    recording.unsubscribe();
    ends.forEach((end) => end());
    const summary = statistics.summary();
    await log.close(summary);
    const { frames, faults, inputSpanMs, wallMs } = summary;
    const line = json
      ? JSON.stringify({ frames, faults, inputSpanMs, wallMs, path: out })
      : `${frames} frames of ${session.opened.markets.length} markets in ${out}`;
    process.stdout.write(`${line}\n`);
  }
}
