import { Command, InvalidArgumentError, Option } from 'commander';
import { type Done, type Installation } from './command-line-runs';
import { backtest, type BacktestCommandOptions } from './commands/backtest';

function numberFrom(min: number, max: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (text.trim() === '' || !(value >= min && value <= max)) {
      throw new InvalidArgumentError(`write a number from ${min} to ${max}`);
    }
    return value;
  };
}

const bps = numberFrom(0, 1_000);
const fraction = numberFrom(0.0001, 1);

/** `BTC-USD=1,PEPE-USD=12`. */
function bpsByMarket(text: string): Readonly<Record<string, number>> {
  const pairs = text.split(',').map((pair): readonly [string, number] => {
    const [market = '', value = ''] = pair.trim().split('=');
    return [market.endsWith('-USD') ? market : `${market}-USD`, bps(value)];
  });
  return Object.fromEntries(pairs);
}

type Parsed = Omit<BacktestCommandOptions, 'marketSpreadBps'> &
  Partial<Pick<BacktestCommandOptions, 'marketSpreadBps'>>;

/** The command that plays candles. */
export function backtestCommand(_: Installation, done: Done): Command {
  return new Command('backtest')
    .description('play months of candles through the whole bot, with assumed books and paper fills')
    .argument('<candles>', 'a folder with a *.csv or *.csv.gz file for each market, or one such file')
    .option('--funding <folder>', 'the same with funding payments; without it nothing is paid')
    .option('--markets <list>', 'tickers such as BTC-USD,ETH-USD or BTC,ETH (default: all there are)')
    .option('--from <time>', 'first candle, for example 2026-01-31 or 2026-01-31T12:00Z')
    .option('--to <time>', 'no candle from here on')
    .option('--config <file>', 'configuration (YAML); what it leaves out keeps its default')
    .addOption(new Option('--path <path>', 'of the price within a candle').choices(['ohlc', 'close']).default('close'))
    .option('--spread-bps <n>', 'assumed spread, in basis points of the price', bps, 2)
    .option('--market-spread-bps <list>', 'the same for single markets, such as BTC=1,PEPE=12', bpsByMarket)
    .option('--depth-share <n>', 'value of a side of the book, in median minutes of volume', numberFrom(0, 1e6), 1)
    .option('--initial-margin <f>', 'initial margin fraction of all markets', fraction, 0.05)
    .option('--maintenance-margin <f>', 'maintenance margin fraction of all markets', fraction, 0.03)
    .option('--out <dir>', 'folder for summary.json, equity.csv, equity.svg and trades.csv')
    .option('--json', 'print one line of JSON instead of the report')
    .option('--debug', 'print stack traces')
    .action(async (folder: string, options: Parsed) =>
      done(await backtest(folder, { marketSpreadBps: {}, ...options })),
    );
}
