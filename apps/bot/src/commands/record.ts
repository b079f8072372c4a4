import { type StreamRequest } from '@perpstream/connection';
import { type Fault, type FaultSink, type Input, type MarketId } from '@perpstream/core';
import { asyncScheduler, filter, observeOn, share, startWith, Subscription, type Observable } from 'rxjs';
import { openBotFeed, type BotFeed } from '../run/bot-feed';
import { DecisionHash } from '../run/decision-hash';
import { endOfRun } from '../run/end-of-run';
import { tradingStreams } from '../run/open-network';
import { RunStatistics, type RunSummary } from '../run/run-summary';
import { systemClock, systemNowUs } from '../run/system-clock';
import { followRecordedListings } from '../run-log/follow-recorded-listings';
import { assertFreeSpace } from '../run-log/free-space';
import {
  openRecording,
  recordingSession,
  resumedText,
  type RecordingOptions,
  type RecordingSession,
} from '../run-log/recording-session';
import { RecordingStatus } from '../run-log/recording-status';
import { endOfConnections } from '../run-log/resume-recording';
import { type RunLogFolder } from '../run-log/run-log-folder';
import { EXIT } from './common-options';

const FLUSH_EVERY_MS = 1_000;
const STATUS_EVERY_MS = 60_000;
const LOOK_FOR_SPACE_EVERY_MS = 10_000;
const MB = 1_000_000;

export type RecordOptions = RecordingOptions & {
  readonly json?: boolean;
  readonly duration?: number;
  /** The recording ends before less than so many MB are free. */
  readonly minFree: number;
};

function say(line: string): void {
  process.stderr.write(`perpstream: ${line}\n`);
}

/** What a research recording holds beyond a trading run: the exchange's own one-minute candles. */
function recordedStreams(markets: readonly MarketId[]): readonly StreamRequest[] {
  const candles = markets.map((id): StreamRequest => ({ channel: 'v4_candles', id: `${id}/1MIN` }));
  return [...tradingStreams(markets), ...candles];
}

/** Writes inputs down and counts them. */
class Recorder implements FaultSink {
  readonly status = new RecordingStatus();
  readonly #statistics = new RunStatistics(0, new DecisionHash());
  #nextSeq = 0;

  constructor(readonly log: RunLogFolder) {}

  write(input: Input): void {
    this.log.recordInput({ ...input, seq: this.#nextSeq++ });
    this.#statistics.addInput(input, 0n);
    this.status.observe(input);
  }

  report(fault: Fault): void {
    this.#statistics.addFault(fault);
    say(`${fault.where}: ${fault.message}`);
  }

  async close(): Promise<RunSummary> {
    const summary = this.#statistics.summary();
    await this.log.close(summary);
    return summary;
  }
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

/** Follows the list of markets where all of them are recorded. */
function followAll({ opened, header }: RecordingSession, inputs$: Observable<Input>, feed: BotFeed): Subscription {
  if (header.config.markets !== 'all') return new Subscription();
  return inputs$
    .pipe(
      startWith(opened.listing),
      followRecordedListings(opened.markets),
      // Not from inside the handling of an input: the feed answers with inputs at once.
      observeOn(asyncScheduler),
    )
    .subscribe((markets) => feed.setStreams(recordedStreams(markets)));
}

/** `perpstream record`: writes the raw stream of a network into a folder that `replay` and `exchange --replay` read. */
export async function record(options: RecordOptions): Promise<number> {
  const { out, duration, minFree, json = false } = options;
  await assertFreeSpace(out, minFree * MB);
  const session = await recordingSession(options);
  const { opened, header, before } = session;
  if (before !== undefined) say(`${out}: goes on after ${resumedText(before)}`);
  const recorder = new Recorder(await openRecording(options, session));
  endOfConnections(before?.openConnections ?? [], systemNowUs()).forEach((input) => recorder.write(input));
  recorder.write(opened.listing);
  const streams = recordedStreams(opened.markets);
  const feed = openBotFeed(opened, { streams, config: header.config, faults: recorder });
  const inputs$ = recordedInputs(feed.inputs$).pipe(share());
  let failed: (error: unknown) => void = () => undefined;
  const failure = new Promise<never>((_, reject) => (failed = reject));
  const recording = followAll(session, inputs$, feed);
  const ends = [
    every(FLUSH_EVERY_MS, () => recorder.log.flush(), failed),
    every(LOOK_FOR_SPACE_EVERY_MS, () => assertFreeSpace(out, minFree * MB), failed),
    every(STATUS_EVERY_MS, async () => say(await recorder.status.line(out, systemClock.now())), failed),
  ];
  recording.add(inputs$.subscribe({ next: (input) => recorder.write(input), error: failed }));
  try {
    const reason = await endOfRun(duration, failure);
    return reason === 'interrupted' ? EXIT.interrupted : EXIT.done;
  } finally {
    recording.unsubscribe();
    ends.forEach((end) => end());
    const { frames, faults, inputSpanMs, wallMs } = await recorder.close();
    const line = json
      ? JSON.stringify({ frames, faults, inputSpanMs, wallMs, path: out })
      : `${frames} frames of ${opened.markets.length} markets in ${out}`;
    process.stdout.write(`${line}\n`);
  }
}
