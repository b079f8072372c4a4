import { existsSync } from 'node:fs';
import { UsageError } from '../errors';
import { manifestPath } from '../run-log/run-manifest';
import { readMark, runningRuns } from './running-mark';

/** Where runs lie unless `--out` says otherwise. */
const RUNS = 'runs';

/**
 * The run that a command is for: the one that was named, or the only one under `root` that goes on.
 *
 * @throws UsageError one line, when there is none, or more than one
 */
export async function chooseRun(named: string | undefined, root: string = RUNS): Promise<string> {
  if (named === undefined) return onlyRun(root);
  if (!existsSync(manifestPath(named))) throw new UsageError(`${named} is no run folder: it holds no manifest.json`);
  if ((await readMark(named)) === undefined) {
    throw new UsageError(`${named}: this run has ended; nothing is left to command`);
  }
  return named;
}

async function onlyRun(root: string): Promise<string> {
  const running = await runningRuns(root);
  const [only] = running;
  if (only === undefined) {
    throw new UsageError(`no run goes on under ${root}/; name the folder of the run with --run`);
  }
  if (running.length > 1) {
    throw new UsageError(`${running.length} runs go on (${running.join(', ')}); name one of them with --run`);
  }
  return only;
}
