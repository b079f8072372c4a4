import { chooseRun } from '../control/choose-run';
import { type ControlCommand } from '../control/control-command';
import { isAlive, readMark } from '../control/running-mark';
import { sendCommand } from '../control/send-command';
import { EXIT } from './common-options';

/** Options of every command to a running bot. */
export type ControlOptions = { readonly run?: string };

/** How long a running bot may take to answer. */
const TIMEOUT_MS = 5_000;

async function silence(run: string, command: ControlCommand): Promise<string> {
  const mark = await readMark(run);
  const stays =
    command.command === 'transfer' || command.command === 'trade' ? 'it was taken back' : 'it stays in control/';
  const process =
    mark === undefined ? 'the run has ended' : `its process ${mark.pid} ${isAlive(mark) ? 'lives' : 'is gone'}`;
  return `${run} did not answer the ${command.command} within ${TIMEOUT_MS / 1_000} s; ${stays}, ${process}`;
}

/** Tells a running bot to do something and says what it answered, in one line. */
export async function control(command: ControlCommand, options: ControlOptions): Promise<number> {
  const run = await chooseRun(options.run);
  const answer = await sendCommand(run, command, TIMEOUT_MS);
  if (answer === undefined) throw new Error(await silence(run, command));
  if ('refused' in answer) throw new Error(`${run} refused the ${command.command}: ${answer.refused}`);
  process.stdout.write(`${run}: ${command.command}: ${answer.result}\n`);
  return EXIT.done;
}
