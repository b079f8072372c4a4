import { Command, CommanderError } from 'commander';
import { backtestCommand } from './command-line-backtest';
import { controlCommands } from './command-line-control';
import { runCommands, type Done, type Installation } from './command-line-runs';
import { toolCommands } from './command-line-tools';
import { EXIT } from './commands/common-options';
import { UsageError } from './errors';

/** Mistakes in arguments are told like all others: one line, with the way to the help of that command. */
function inOneLine(command: string): (text: string, write: (text: string) => void) => void {
  return (text, write) => {
    const message = text
      .trim()
      .replace(/^error: /, '')
      .replace(/\.$/, '')
      .replaceAll('\n', ' ');
    write(`perpstream: ${message}; ${command} --help tells more\n`);
  };
}

function buildProgram(installation: Installation, done: Done): Command {
  const program = new Command('perpstream')
    .description('a reactive trading bot for dYdX v4 perpetuals')
    .version(installation.version);
  const commands = [
    ...runCommands(installation, done),
    ...controlCommands(installation, done),
    backtestCommand(installation, done),
    ...toolCommands(installation, done),
  ];
  for (const command of commands) {
    const outputError = inOneLine(`perpstream ${command.name()}`);
    program.addCommand(command.exitOverride().configureOutput({ outputError }));
  }
  return program.exitOverride().configureOutput({ outputError: inOneLine('perpstream') });
}

/**
 * Runs one command.
 *
 * @returns the exit code: 0 done, 1 failed, 2 bad usage or configuration, 3 stopped by risk, 130 interrupted
 */
export async function runCommandLine(args: readonly string[], installation: Installation): Promise<number> {
  let code: number = EXIT.done;
  try {
    await buildProgram(installation, (result) => (code = result)).parseAsync(args, { from: 'user' });
    return code;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.done : EXIT.usage;
    const message = error instanceof Error ? error.message : String(error);
    const isDebug = args.includes('--debug');
    process.stderr.write(
      `perpstream: ${isDebug && error instanceof Error ? (error.stack ?? message) : message.split('\n')[0]}\n`,
    );
    return error instanceof UsageError ? EXIT.usage : EXIT.failed;
  }
}
