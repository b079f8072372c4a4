import { randomBytes } from 'node:crypto';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { writeCommand, type ControlCommand } from './control-command';
import { answerPath, controlPaths } from './control-paths';
import { writeAtomically } from './write-atomically';

/** What a run answered. */
export type Answer = { readonly result: string } | { readonly refused: string };

const LOOK_EVERY_MS = 20;

async function readAnswer(path: string): Promise<Answer | undefined> {
  try {
    return JSON.parse(await readFile(path, 'utf8')) as Answer;
  } catch {
    return undefined;
  }
}

/**
 * Puts a command into the folder of a run and waits for its answer.
 *
 * @returns undefined when none came in time. A halt or flatten then stays where it is, to be carried out as soon as the bot can; a
 * transfer or trade is taken back
 */
export async function sendCommand(
  runFolder: string,
  command: ControlCommand,
  timeoutMs: number,
): Promise<Answer | undefined> {
  const { inbox, done, refused } = controlPaths(runFolder);
  const { name, text } = writeCommand(command);
  const file = `${name}.${randomBytes(6).toString('hex')}`;
  await writeAtomically(join(inbox, file), text);
  for (let waitedMs = 0; waitedMs < timeoutMs; waitedMs += LOOK_EVERY_MS) {
    await wait(LOOK_EVERY_MS);
    const answer = (await readAnswer(answerPath(done, file))) ?? (await readAnswer(answerPath(refused, file)));
    if (answer !== undefined) return answer;
  }
  if (name === 'transfer' || name === 'trade') await rm(join(inbox, file), { force: true });
  return undefined;
}
