import { readRecording } from '@perpstream/connection';
import { type FaultSink } from '@perpstream/core';
import { replayVenue, simulatedVenue, startLocalExchange, type Venue } from '@perpstream/local-exchange';
import { endOfRun } from '../run/end-of-run';
import { assertRecording } from './assert-recording';
import { EXIT } from './common-options';

export type ExchangeOptions = {
  readonly port: number;
  readonly seed: number;
  readonly replay?: string;
  readonly speed: number | 'max';
  readonly duration?: number;
};

const say = (line: string): void => void process.stdout.write(`${line}\n`);

const faults: FaultSink = {
  report: ({ where, message }) => void process.stderr.write(`perpstream: ${where}: ${message}\n`),
};

function venueOf({ replay, speed, seed }: ExchangeOptions): Venue {
  if (replay === undefined) return simulatedVenue({ seed });
  const onEnd = (): void => say('the recording has ended; its last state stays available');
  return replayVenue({ frames: readRecording(replay, { faults }), speed, onEnd });
}

/** What the true Indexer waits before it sends a batch. */
const BATCH_MS = 250;

/** A recording that runs faster is also batched faster, else trades would fall behind the blocks they belong to. */
function batchIntervalMs({ replay, speed }: ExchangeOptions): number {
  if (replay === undefined) return BATCH_MS;
  return speed === 'max' ? 1 : Math.max(1, Math.min(BATCH_MS, BATCH_MS / speed));
}

/** `perpstream exchange`: the local exchange alone, for any dYdX client. */
export async function exchange(options: ExchangeOptions): Promise<number> {
  if (options.replay !== undefined) assertRecording(options.replay);
  const running = await startLocalExchange({
    port: options.port,
    venue: venueOf(options),
    batchIntervalMs: batchIntervalMs(options),
  });
  say(`REST       ${running.restUrl}`);
  say(`WebSocket  ${running.wsUrl}`);
  say(`connect with: perpstream paper --network ${running.restUrl}`);
  try {
    const reason = await endOfRun(options.duration, new Promise(() => undefined));
    return reason === 'interrupted' ? EXIT.interrupted : EXIT.done;
  } finally {
    await running.stop();
  }
}
