import { readFile } from 'node:fs/promises';
import { readRecording } from '@perpstream/connection';
import { type FaultSink } from '@perpstream/core';
import {
  generatedMarkets,
  parseFaultScript,
  replayVenue,
  simulatedVenue,
  startLocalExchange,
  type FaultScript,
  type Venue,
} from '@perpstream/local-exchange';
import { UsageError } from '../errors';
import { endOfRun } from '../run/end-of-run';
import { assertRecording } from './assert-recording';
import { EXIT } from './common-options';

export type ExchangeOptions = {
  readonly port: number;
  readonly seed: number;
  readonly replay?: string;
  readonly speed: number | 'max';
  /** File of a fault script. */
  readonly faults?: string;
  /** Number of simulated markets; the ten named ones when absent. */
  readonly markets?: number;
  readonly duration?: number;
};

const say = (line: string): void => void process.stdout.write(`${line}\n`);

const faultSink: FaultSink = {
  report: ({ where, message }) => void process.stderr.write(`perpstream: ${where}: ${message}\n`),
};

function venueOf({ replay, speed, seed, markets }: ExchangeOptions): Venue {
  if (replay === undefined) {
    return simulatedVenue({ seed, ...(markets !== undefined && { markets: generatedMarkets(markets, seed) }) });
  }
  if (markets !== undefined) throw new UsageError('--markets and --replay do not go together: a recording has its own');
  const onEnd = (): void => say('the recording has ended; its last state stays available');
  return replayVenue({ frames: readRecording(replay, { faults: faultSink }), speed, onEnd });
}

/** What the true Indexer waits before it sends a batch. */
const BATCH_MS = 250;

/** A recording that runs faster is also batched faster, else trades would fall behind the blocks they belong to. */
function batchIntervalMs({ replay, speed }: ExchangeOptions): number {
  if (replay === undefined) return BATCH_MS;
  return speed === 'max' ? 1 : Math.max(1, Math.min(BATCH_MS, BATCH_MS / speed));
}

async function faultScript(file: string): Promise<FaultScript> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch {
    throw new UsageError(`${file}: the fault script cannot be read; check the path given with --faults`);
  }
  try {
    return parseFaultScript(text, file);
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

/** `perpstream exchange`: the local exchange alone, for any dYdX client. */
export async function exchange(options: ExchangeOptions): Promise<number> {
  const { port, replay, faults, duration } = options;
  if (replay !== undefined) assertRecording(replay);
  const script = faults === undefined ? undefined : await faultScript(faults);
  const running = await startLocalExchange({
    port,
    venue: venueOf(options),
    batchIntervalMs: batchIntervalMs(options),
    ...(script !== undefined && { faults: script }),
  });
  say(`REST       ${running.restUrl}`);
  say(`WebSocket  ${running.wsUrl}`);
  if (script !== undefined) say(`faults     ${script.faults.length} of ${faults ?? ''}`);
  say(`connect with: perpstream paper --network ${running.restUrl}`);
  try {
    const reason = await endOfRun(duration, new Promise(() => undefined));
    return reason === 'interrupted' ? EXIT.interrupted : EXIT.done;
  } finally {
    await running.stop();
  }
}
