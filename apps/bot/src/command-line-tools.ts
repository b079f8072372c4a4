import { Command, Option } from 'commander';
import {
  duration,
  DURATION,
  marketCount,
  megabytes,
  NETWORK,
  port,
  seed,
  speed,
  timeOrZero,
} from './command-line-arguments';
import { type Done, type Installation } from './command-line-runs';
import { check } from './commands/check';
import { doctor, type DoctorOptions } from './commands/doctor';
import { exchange, type ExchangeOptions } from './commands/exchange';
import { history, type HistoryOptions } from './commands/history';
import { markets, type MarketsOptions } from './commands/markets';
import { record, type RecordOptions } from './commands/record';
import { UsageError } from './errors';
import { MARKET_ORDERS } from './markets/sort-rows';

const RESOLUTIONS = ['1MIN', '5MINS', '15MINS', '30MINS', '1HOUR', '4HOURS', '1DAY'];

function toolCommand(name: string, description: string): Command {
  return new Command(name).description(description).option('--debug', 'print stack traces');
}

function recordCommand({ version }: Installation, done: Done): Command {
  return toolCommand('record', 'record the raw stream of a network')
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
    .action(async (options: Omit<RecordOptions, 'out'> & { out?: string }) => {
      if (options.out === undefined) throw new UsageError('record needs --out <dir>, the folder to write to');
      done(await record({ ...options, out: options.out, version }));
    });
}

function checkCommand(_: Installation, done: Done): Command {
  return toolCommand('check', 'whether a recording still holds what was recorded: checksums, lines, message ids')
    .argument('<path>', 'a *.frames.gz file or a run folder')
    .option('--json', 'print the report as one line of JSON')
    .action(async (path: string, options: { json?: boolean }) => done(await check(path, options)));
}

function marketsCommand(_: Installation, done: Done): Command {
  return toolCommand('markets', 'what there is to trade: prices, depth, volume, funding, and the quality of the data')
    .requiredOption('--network <name>', NETWORK)
    .option('--markets <list>', 'all, or tickers such as BTC-USD,ETH-USD (default: the 20 with most volume)')
    .addOption(new Option('--sort <order>', 'what comes first').choices(MARKET_ORDERS).default('volume'))
    .option('--for <time>', 'listen to the stream so long; 0 takes the books from REST', timeOrZero, 10_000)
    .option('--json', 'print one line of JSON instead of the table')
    .action(async (options: MarketsOptions) => done(await markets(options)));
}

function doctorCommand(_: Installation, done: Done): Command {
  return toolCommand(
    'doctor',
    'whether this computer, its settings and a network are fit for a run, and what to do if not',
  )
    .requiredOption('--network <name>', NETWORK)
    .option('--config <file>', 'configuration (YAML) to check')
    .option('--out <dir>', 'folder in which runs are logged', 'runs')
    .option('--key-file <file>', 'file with a key: its owner and rights are checked, its content is not read')
    .option('--address <dydx1...>', 'account to look for: is it one, and does it hold money')
    .option('--json', 'print one line of JSON')
    .action(async (options: DoctorOptions) => done(await doctor(options)));
}

function historyCommand(_: Installation, done: Done): Command {
  return toolCommand(
    'history',
    'download candles, trades or funding of a market into a CSV file; goes on where it was ended',
  )
    .requiredOption('--network <name>', NETWORK)
    .addOption(new Option('--kind <kind>', 'what').choices(['candles', 'trades', 'funding']).makeOptionMandatory())
    .requiredOption('--market <ticker>', 'for example BTC-USD')
    .addOption(new Option('--resolution <length>', 'of candles').choices(RESOLUTIONS).default('1MIN'))
    .requiredOption('--from <time>', 'for example 2026-01-31 or 2026-01-31T12:00Z; UTC unless it names a zone')
    .option('--to <time>', 'the same (default: now)')
    .requiredOption('--out <file>', 'the CSV file; what it holds is described in <file>.json')
    .option('--json', 'print the description as one line of JSON, and no progress')
    .action(async (options: HistoryOptions) => done(await history(options)));
}

function exchangeCommand(_: Installation, done: Done): Command {
  return toolCommand('exchange', 'the local exchange alone: simulated agents, or a played recording')
    .option('--port <number>', 'port on this computer, 0 for any free one', port, 3002)
    .option('--seed <number>', 'seed of the simulated markets', seed, 1)
    .option('--markets <number>', 'simulate so many invented markets instead of the ten named ones', marketCount)
    .option('--faults <script>', 'what goes wrong, and when (YAML)')
    .option('--replay <frames>', 'play this recording instead of simulating')
    .option('--speed <factor>', "max, or a multiple of the recording's own pace", speed, 1)
    .option('--duration <time>', DURATION, duration)
    .action(async (options: ExchangeOptions) => done(await exchange(options)));
}

/** The commands around a run: data, checks, and the local exchange. */
export function toolCommands(installation: Installation, done: Done): readonly Command[] {
  const commands = [recordCommand, checkCommand, historyCommand, marketsCommand, doctorCommand, exchangeCommand];
  return commands.map((command) => command(installation, done));
}
