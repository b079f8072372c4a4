import { stat } from 'node:fs/promises';
import { paceInputs, readRecording } from '@perpstream/connection';
import { asyncScheduler } from 'rxjs';
import { type BotConfig } from '../config/config-schema';
import { loadConfig } from '../config/load-config';
import { configOfRun } from '../run-log/read-manifest';
import { BotRun } from '../run/bot-run';
import { summaryLines } from '../run/print-summary';
import { showFaults } from '../run/show-faults';
import { showRun } from '../run/show-run';
import { systemClock } from '../run/system-clock';
import { UsageError } from '../errors';
import { EXIT, type CommonOptions } from './common-options';

export type ReplayOptions = CommonOptions & { readonly speed: number | 'max' };

/** The configuration given, else the one the run was made with, else the defaults. */
async function configFor(path: string, file: string | undefined): Promise<BotConfig> {
  const ofRun = file === undefined ? await configOfRun(path) : undefined;
  return ofRun ?? loadConfig(file);
}

/** `perpstream replay`: pushes a recording or the log of a run through the pipeline, with the paper gateway. */
export async function replay(path: string, options: ReplayOptions): Promise<number> {
  await stat(path).catch(() => {
    throw new UsageError(`${path}: no such recording or run folder`);
  });
  const { version, out, speed, json = false } = options;
  const config = await configFor(path, options.config);
  const run = await BotRun.start({ command: 'replay', network: path, version, config, out });
  const isWatched = speed !== 'max' && options.headless !== true;
  const stopShowing = isWatched
    ? showRun(run.audit$, { title: `replay of ${path}`, headless: false, json })
    : showFaults(run.audit$);
  const batches = readRecording(path, { faults: run });
  const paced = paceInputs(batches, { speed, clock: systemClock, scheduler: asyncScheduler });
  const interrupt = { requested: false };
  process.once('SIGINT', () => (interrupt.requested = true));
  try {
    for await (const batch of paced) {
      for (const input of batch) run.handle(input);
      await run.log.drained();
      if (interrupt.requested) return EXIT.interrupted;
    }
    return run.isHaltedByRisk ? EXIT.stoppedByRisk : EXIT.done;
  } finally {
    const summary = await run.finish();
    stopShowing();
    const lines = json ? [JSON.stringify(summary)] : summaryLines(summary, run.log.path);
    process.stdout.write(`${lines.join('\n')}\n`);
  }
}
