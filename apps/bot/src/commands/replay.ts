import { paceInputs, readRecording } from '@perpstream/connection';
import { type Input } from '@perpstream/core';
import { asyncScheduler } from 'rxjs';
import { type BotConfig } from '../config/config-schema';
import { loadConfig } from '../config/load-config';
import { configOfRun } from '../run-log/read-manifest';
import { BotRun } from '../run/bot-run';
import { endOfRun } from '../run/end-of-run';
import { summaryLines } from '../run/print-summary';
import { showFaults } from '../run/show-faults';
import { showRun } from '../run/show-run';
import { systemClock } from '../run/system-clock';
import { assertRecording } from './assert-recording';
import { EXIT, type CommonOptions } from './common-options';

export type ReplayOptions = CommonOptions & { readonly speed: number | 'max' };

/** The configuration given, else the one the run was made with, else the defaults. */
async function configFor(path: string, file: string | undefined): Promise<BotConfig> {
  const ofRun = file === undefined ? await configOfRun(path) : undefined;
  return ofRun ?? loadConfig(file);
}

/** Returns the number of inputs. */
async function play(batches: AsyncIterable<readonly Input[]>, run: BotRun): Promise<number> {
  let count = 0;
  for await (const batch of batches) {
    for (const input of batch) run.handle(input);
    count += batch.length;
    await run.log.drained();
  }
  return count;
}

/** `perpstream replay`: pushes a recording or the log of a run through the pipeline, with the paper gateway. */
export async function replay(path: string, options: ReplayOptions): Promise<number> {
  assertRecording(path);
  const { version, out, speed, json = false, headless = false } = options;
  const config = await configFor(path, options.config);
  const run = await BotRun.start({ command: 'replay', network: path, version, config, out });
  const stopShowing =
    speed === 'max' ? showFaults(run.audit$) : showRun(run.audit$, { title: `replay of ${path}`, headless, json });
  const batches = readRecording(path, { faults: run });
  const abort = new AbortController();
  const paced = paceInputs(batches, { speed, clock: systemClock, scheduler: asyncScheduler, signal: abort.signal });
  try {
    const playing = play(paced, run);
    const reason = await endOfRun(options.duration, playing);
    abort.abort();
    const count = await playing;
    if (reason === 'interrupted') return EXIT.interrupted;
    if (reason === 'ended' && count === 0) throw new Error(`${path} holds no input: there was nothing to replay`);
    return run.isHaltedByRisk ? EXIT.stoppedByRisk : EXIT.done;
  } finally {
    const summary = await run.finish();
    stopShowing();
    const lines = json ? [JSON.stringify(summary)] : summaryLines(summary, run.log.path);
    process.stdout.write(`${lines.join('\n')}\n`);
  }
}
