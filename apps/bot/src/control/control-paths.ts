import { join } from 'node:path';

/** Where commands to a run are put, and where they lie afterwards. */
export type ControlPaths = {
  readonly inbox: string;
  /** Commands that were taken, each with its answer beside it. */
  readonly done: string;
  /** Files that were no command, each with the reason beside it. */
  readonly refused: string;
  /** Says that the run goes on, and in which process. */
  readonly mark: string;
};

/** The paths of a run folder. */
export function controlPaths(runFolder: string): ControlPaths {
  const inbox = join(runFolder, 'control');
  return { inbox, done: join(inbox, 'done'), refused: join(inbox, 'refused'), mark: join(runFolder, 'running.json') };
}

/** Where the answer to a command file is written. */
export function answerPath(folder: string, fileName: string): string {
  return join(folder, `${fileName}.answer.json`);
}
