import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { controlPaths } from './control-paths';
import { writeAtomically } from './write-atomically';

/** What a running bot says of itself in `running.json`; gone when it ended in order. */
export type RunningMark = {
  readonly pid: number;
  readonly command: string;
  readonly network: string;
  readonly startedAt: string;
};

/** Says that a run goes on in this process. */
export async function markRunning(runFolder: string, mark: RunningMark): Promise<void> {
  const { mark: path, inbox } = controlPaths(runFolder);
  await mkdir(inbox, { recursive: true });
  await writeAtomically(path, `${JSON.stringify(mark)}\n`);
}

/** Says that it ended. */
export async function unmarkRunning(runFolder: string): Promise<void> {
  await rm(controlPaths(runFolder).mark, { force: true });
}

/** Whether the process of a run lives on this computer. */
export function isAlive({ pid }: RunningMark): boolean {
  try {
    // Signal 0 only asks.
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

/** The mark of a run; undefined when it ended in order. That of a run that was killed stays. */
export async function readMark(runFolder: string): Promise<RunningMark | undefined> {
  try {
    const mark = JSON.parse(await readFile(controlPaths(runFolder).mark, 'utf8')) as RunningMark;
    return Number.isSafeInteger(mark.pid) && mark.pid > 0 ? mark : undefined;
  } catch {
    return undefined;
  }
}

/** The folders under `root` whose run goes on on this computer, in order of their names. */
export async function runningRuns(root: string): Promise<readonly string[]> {
  const entries = await readdir(root, { withFileTypes: true }).catch(() => []);
  const folders = entries.filter((entry) => entry.isDirectory()).map(({ name }) => join(root, name));
  const marks = await Promise.all(folders.map(readMark));
  return folders
    .filter((_, index) => {
      const mark = marks[index];
      return mark !== undefined && isAlive(mark);
    })
    .sort();
}
