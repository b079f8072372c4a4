import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { check } from './commands/check';
import { EXIT, type CommonOptions } from './commands/common-options';
import { demo } from './commands/demo';
import { doctor, type DoctorOptions } from './commands/doctor';
import { exchange } from './commands/exchange';
import { history, type HistoryOptions } from './commands/history';
import { markets, type MarketsOptions } from './commands/markets';
import { paper } from './commands/paper';
import { record, type RecordOptions } from './commands/record';
import { replay } from './commands/replay';
import { parseDuration } from './config/parse-duration';
import { UsageError } from './errors';
import { MARKET_ORDERS } from './markets/sort-rows';

/** What the command knows of its own installation. */
export type Installation = { readonly version: string; readonly demoConfig: string };

function duration(text: string): number {
  try {
    return parseDuration(text);
  } catch (error) {
    throw new InvalidArgumentError(error instanceof Error ? error.message : String(error));
  }
}

function timeOrZero(text: string): number {
  return text === '0' ? 0 : duration(text);
}

function speed(text: string): number | 'max' {
  const value = Number(text);
  if (text === 'max') return 'max';
  if (!(value > 0 && Number.isFinite(value)))
    throw new InvalidArgumentError('write max, or a number > 0 such as 1 or 20');
  return value;
}

function wholeNumber(max: number, min = 0): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (!/^\d+$/.test(text) || value > max || value < min) {
      throw new InvalidArgumentError(`write a whole number from ${min} to ${max}`);
    }
    return value;
  };
}

const port = wholeNumber(65_535);
const seed = wholeNumber(4_294_967_295);
const marketCount = wholeNumber(1_000, 1);
const megabytes = wholeNumber(1_000_000_000);

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

const RESOLUTIONS = ['1MIN', '5MINS', '15MINS', '30MINS', '1HOUR', '4HOURS', '1DAY'];
const CONFIG = 'configuration (YAML); what it leaves out keeps its default';
const DURATION = 'end after so long, for example 30s or 2h';

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

const NETWORK =
  'mainnet, testnet, local (perpstream exchange on this computer), or the base URL of an Indexer such as http://127.0.0.1:3002/v4 (required)';

function buildProgram({ version, demoConfig }: Installation, done: (code: number) => void): Command {
  const demoCommand = runCommand('demo', 'a simulated exchange and the bot on this computer; no network, no keys')
    .option('--seed <number>', 'seed of the simulated markets', seed)
    .action(async (options: CommonOptions & { seed?: number }) =>
      done(await demo({ ...options, version, shippedConfig: demoConfig })),
    );
  const paperCommand = runCommand('paper', 'paper trading on live data')
    .requiredOption('--network <name>', NETWORK)
    .action(async (options: CommonOptions & { network: string }) => done(await paper({ ...options, version })));
  const replayCommand = runCommand('replay', 'push a recording or a run log through the bot, with paper fills')
    .argument('<path>', 'a *.frames.gz file or a run folder')
    .option('--speed <factor>', "max, or a multiple of the recording's own pace", speed, 'max')
    .action(async (path: string, options: CommonOptions & { speed: number | 'max' }) =>
      done(await replay(path, { ...options, version })),
    );
  const recordCommand = new Command('record')
    .description('record the raw stream of a network')
    .requiredOption('--network <name>', NETWORK)
    .option('--out <dir>', 'folder to write to; must not hold a run yet, unless with --resume (required)')
    .option('--markets <list>', 'all, or tickers such as BTC-USD,ETH-USD (default: those of the configuration)')
    .option('--config <file>', 'configuration (YAML); its markets are recorded (default: the 10 with most volume)')
    .option('--resume', 'go on in a folder that holds a recording, also after a kill')
    .option('--segment <time>', 'begin a new file after so long, or after 500,000 lines (default: 1h)', duration)
    .option('--min-free <MB>', 'end in order before less than so much is free on the disk', megabytes, 500)
    .option('--duration <time>', DURATION, duration)
    .option('--headless', 'accepted as everywhere; record has no live view')
    .option('--json', 'print one JSON summary as the last line of standard output')
    .option('--debug', 'print stack traces')
    .action(async (options: Omit<RecordOptions, 'out'> & { out?: string }) => {
      if (options.out === undefined) throw new UsageError('record needs --out <dir>, the folder to write to');
      done(await record({ ...options, out: options.out, version }));
    });
  const checkCommand = new Command('check')
    .description('whether a recording still holds what was recorded: checksums, lines, message ids')
    .argument('<path>', 'a *.frames.gz file or a run folder')
    .option('--json', 'print the report as one line of JSON')
    .option('--debug', 'print stack traces')
    .action(async (path: string, options: { json?: boolean }) => done(await check(path, options)));
  const marketsCommand = new Command('markets')
    .description('what there is to trade: prices, depth, volume, funding, and the quality of the data')
    .requiredOption('--network <name>', NETWORK)
    .option('--markets <list>', 'all, or tickers such as BTC-USD,ETH-USD (default: the 20 with most volume)')
    .addOption(new Option('--sort <order>', 'what comes first').choices(MARKET_ORDERS).default('volume'))
    .option('--for <time>', 'listen to the stream so long; 0 takes the books from REST', timeOrZero, 8_000)
    .option('--json', 'print one line of JSON instead of the table')
    .option('--debug', 'print stack traces')
    .action(async (options: MarketsOptions) => done(await markets(options)));
  const doctorCommand = new Command('doctor')
    .description('whether this computer, its settings and a network are fit for a run, and what to do if not')
    .requiredOption('--network <name>', NETWORK)
    .option('--config <file>', 'configuration (YAML) to check')
    .option('--out <dir>', 'folder in which runs are logged', 'runs')
    .option('--key-file <file>', 'file with a key: its owner and rights are checked, its content is not read')
    .option('--address <dydx1...>', 'account to look for: is it one, and does it hold money')
    .option('--json', 'print one line of JSON')
    .option('--debug', 'print stack traces')
    .action(async (options: DoctorOptions) => done(await doctor(options)));
  const historyCommand = new Command('history')
    .description('download candles, trades or funding of a market into a CSV file; goes on where it was ended')
    .requiredOption('--network <name>', NETWORK)
    .addOption(new Option('--kind <kind>', 'what').choices(['candles', 'trades', 'funding']).makeOptionMandatory())
    .requiredOption('--market <ticker>', 'for example BTC-USD')
    .addOption(new Option('--resolution <length>', 'of candles').choices(RESOLUTIONS).default('1MIN'))
    .requiredOption('--from <time>', 'for example 2026-01-31 or 2026-01-31T12:00Z; UTC unless it names a zone')
    .option('--to <time>', 'the same (default: now)')
    .requiredOption('--out <file>', 'the CSV file; what it holds is described in <file>.json')
    .option('--json', 'print the description as one line of JSON, and no progress')
    .option('--debug', 'print stack traces')
    .action(async (options: HistoryOptions) => done(await history(options)));
  const exchangeCommand = new Command('exchange')
    .description('the local exchange alone: simulated agents, or a played recording')
    .option('--port <number>', 'port on this computer, 0 for any free one', port, 3002)
    .option('--seed <number>', 'seed of the simulated markets', seed, 1)
    .option('--markets <number>', 'simulate so many invented markets instead of the ten named ones', marketCount)
    .option('--faults <script>', 'what goes wrong, and when (YAML)')
    .option('--replay <frames>', 'play this recording instead of simulating')
    .option('--speed <factor>', "max, or a multiple of the recording's own pace", speed, 1)
    .option('--duration <time>', DURATION, duration)
    .option('--debug', 'print stack traces')
    .action(async (options: Parameters<typeof exchange>[0]) => done(await exchange(options)));
  const program = new Command('perpstream')
    .description('a reactive trading bot for dYdX v4 perpetuals')
    .version(version);
  for (const command of [
    demoCommand,
    paperCommand,
    replayCommand,
    recordCommand,
    checkCommand,
    marketsCommand,
    doctorCommand,
    historyCommand,
    exchangeCommand,
  ]) {
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
