import { type StreamRequest } from '@perpstream/connection';
import { type Fault, type Input, type MarketId } from '@perpstream/core';
import { loadConfig } from '../config/load-config';
import { DecisionHash } from '../run/decision-hash';
import { endOfRun } from '../run/end-of-run';
import { openFeed, openNetwork, tradingStreams } from '../run/open-network';
import { RunStatistics } from '../run/run-summary';
import { systemClock } from '../run/system-clock';
import { RunLogFolder } from '../run-log/run-log-folder';
import { EXIT, type CommonOptions } from './common-options';

const FLUSH_EVERY_MS = 1_000;

export type RecordOptions = CommonOptions & { readonly network: string; readonly out: string };

/** What a research recording holds beyond a trading run: the exchange's own one-minute candles. */
function recordedStreams(markets: readonly MarketId[]): readonly StreamRequest[] {
  const candles = markets.map((id): StreamRequest => ({ channel: 'v4_candles', id: `${id}/1MIN` }));
  return [...tradingStreams(markets), ...candles];
}

function sayFault({ where, message }: Fault): void {
  process.stderr.write(`perpstream: ${where}: ${message}\n`);
}

/** `perpstream record`: writes the raw stream of a network into a folder that `replay` and `exchange --replay` read. */
export async function record(options: RecordOptions): Promise<number> {
  const { network, version, out, duration, json = false } = options;
  const config = await loadConfig(options.config);
  const opened = await openNetwork(network, config.markets);
  const startedAt = new Date(systemClock.now()).toISOString();
  const hash = new DecisionHash();
  const log = await RunLogFolder.create(out, { version, command: 'record', network, config, startedAt }, hash);
  const statistics = new RunStatistics(0, hash);
  let seq = 0;
  const write = (input: Input): void => {
    log.recordInput({ ...input, seq: seq++ });
    statistics.addInput(input, 0n);
  };
  write(opened.listing);
  const feed = openFeed(opened, recordedStreams(opened.markets), {
    report: (fault) => {
      statistics.addFault(fault);
      sayFault(fault);
    },
  });
  let failed: (error: unknown) => void = () => undefined;
  const failure = new Promise<never>((_, reject) => (failed = reject));
  const flushing = setInterval(() => void log.flush().catch(failed), FLUSH_EVERY_MS);
  const recording = feed.events$.subscribe({ next: write, error: failed });
  try {
    const reason = await endOfRun(duration, failure);
    return reason === 'interrupted' ? EXIT.interrupted : EXIT.done;
  } finally {
    recording.unsubscribe();
    clearInterval(flushing);
    const summary = statistics.summary();
    await log.close(summary);
    const { frames, faults, inputSpanMs, wallMs } = summary;
    const line = json
      ? JSON.stringify({ frames, faults, inputSpanMs, wallMs, path: out })
      : `${frames} frames of ${opened.markets.length} markets in ${out}`;
    process.stdout.write(`${line}\n`);
  }
}
