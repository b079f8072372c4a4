import { Command } from 'commander';
import { duration, DURATION, NETWORK, seed, speed } from './command-line-arguments';
import { type CommonOptions } from './commands/common-options';
import { demo } from './commands/demo';
import { paper } from './commands/paper';
import { replay } from './commands/replay';

/** What the command knows of its own installation. */
export type Installation = { readonly version: string; readonly demoConfig: string };

/** Takes the exit code of a command. */
export type Done = (code: number) => void;

const CONFIG = 'configuration (YAML); what it leaves out keeps its default';

/** A command with the options that every run of the bot has. */
function runCommand(name: string, description: string): Command {
  return new Command(name)
    .description(description)
    .option('--config <file>', CONFIG)
    .option('--out <dir>', 'folder of the run log (default: a new one under runs/)')
    .option('--duration <time>', DURATION, duration)
    .option('--headless', 'plain lines instead of the live view (implied without a terminal)')
    .option('--json', 'print one JSON summary as the last line of standard output')
    .option('--debug', 'print stack traces');
}

function demoCommand({ version, demoConfig }: Installation, done: Done): Command {
  return runCommand('demo', 'a simulated exchange and the bot on this computer; no network, no keys')
    .option('--seed <number>', 'seed of the simulated markets', seed)
    .action(async (options: CommonOptions & { seed?: number }) =>
      done(await demo({ ...options, version, shippedConfig: demoConfig })),
    );
}

function paperCommand({ version }: Installation, done: Done): Command {
  return runCommand('paper', 'paper trading on live data')
    .requiredOption('--network <name>', NETWORK)
    .action(async (options: CommonOptions & { network: string }) => done(await paper({ ...options, version })));
}

function replayCommand({ version }: Installation, done: Done): Command {
  return runCommand('replay', 'push a recording or a run log through the bot, with paper fills')
    .argument('<path>', 'a *.frames.gz file or a run folder')
    .option('--speed <factor>', "max, or a multiple of the recording's own pace", speed, 'max')
    .action(async (path: string, options: CommonOptions & { speed: number | 'max' }) =>
      done(await replay(path, { ...options, version })),
    );
}

/** The commands that run the bot. */
export function runCommands(installation: Installation, done: Done): readonly Command[] {
  return [demoCommand, paperCommand, replayCommand].map((command) => command(installation, done));
}
