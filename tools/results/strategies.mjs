/**
 * Runs every shipped strategy on recorded data with all costs and writes what came of it into its page: docs/strategies.
 *
 *   node tools/results/strategies.mjs [--strategies grid,pairs] [--sets candles-1h,recording-btc-eth] [--jobs 2]
 *
 * Reads the folder PERPSTREAM_DATA (default ../shared/data). Each run is a `perpstream backtest` or `perpstream replay`
 * that is printed beside its figures; runs that are left out keep the figures they had. Candles of minutes take minutes.
 */
import { execFile } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs, promisify } from 'node:util';
import { format, resolveConfig } from 'prettier';
import { bundleBot } from '../bundle-bot.mjs';
import { candleRow, recordingRow, resultsSection, rowsOf } from './results-section.mjs';

const root = fileURLToPath(new URL('../../', import.meta.url));
const data = process.env.PERPSTREAM_DATA ?? '../shared/data';
const { values } = parseArgs({
  options: {
    strategies: { type: 'string' },
    sets: { type: 'string' },
    jobs: { type: 'string', default: '1' },
  },
});

/** Strategies that rest orders are played open, high, low, close: a close alone never comes back to a price. */
const strategies = [
  { name: 'momentum-sniper', path: 'close' },
  { name: 'mean-reversion', path: 'close' },
  { name: 'cross-sectional', path: 'close' },
  { name: 'funding-carry', path: 'close' },
  { name: 'pairs', path: 'close' },
  { name: 'market-maker', path: 'ohlc' },
  { name: 'grid', path: 'ohlc' },
];

const candles = (name, candles, funding) => ({ name, kind: 'candles', candles, funding });
const recording = (name, file) => ({ name, kind: 'recording', file });
const sets = [
  candles('candles-1m', 'binance-um-2025/1m', 'binance-um-2025/funding-8h'),
  candles('candles-5m', 'hyperliquid-perps/5m', 'hyperliquid-perps/funding-1h'),
  candles('candles-1h', 'hyperliquid-perps/1h', 'hyperliquid-perps/funding-1h'),
  recording('recording-btc-eth', 'frames/binance-um-btc-eth-as-v4_2024-08-08.frames.gz'),
  recording('recording-five-markets', 'frames/dydx-v3-five-markets-as-v4_2021-10-28.frames.gz'),
];

const isChosen = (list, name) => list === undefined || list.split(',').includes(name);

function argumentsOf(strategy, set) {
  if (set.kind === 'recording') {
    return ['replay', `${data}/${set.file}`, '--config', `apps/bot/config/recordings/${strategy.name}.yaml`];
  }
  const config = `apps/bot/config/backtests/${strategy.name}.yaml`;
  const funding = ['--funding', `${data}/${set.funding}`];
  return ['backtest', `${data}/${set.candles}`, ...funding, '--path', strategy.path, '--config', config];
}

/** One run; its summary and the command that repeats it. */
async function play(main, strategy, set) {
  const args = argumentsOf(strategy, set);
  const options = { cwd: root, maxBuffer: 1 << 28 };
  const { stdout } = await promisify(execFile)(process.execPath, [main, ...args, '--json'], options);
  const summary = JSON.parse(stdout.trim().split('\n').at(-1));
  const shown = args.map((arg) => arg.replace(data, '$PERPSTREAM_DATA')).join(' ');
  const row = set.kind === 'recording' ? recordingRow(set.name, summary) : candleRow(set.name, summary);
  return { set: set.name, row, command: `node tools/perpstream.mjs ${shown}` };
}

async function write(strategy, results) {
  const file = `${root}docs/strategies/${strategy.name}.md`;
  const page = readFileSync(file, 'utf8');
  const text = resultsSection(
    page,
    results,
    sets.map(({ name }) => name),
  );
  writeFileSync(file, await format(text, { ...(await resolveConfig(file)), parser: 'markdown' }));
}

if (!existsSync(data)) {
  console.error(`${data} is not there: name the folder of recorded data with PERPSTREAM_DATA`);
  process.exit(1);
}
const main = relative(root, await bundleBot());
const queue = strategies
  .filter(({ name }) => isChosen(values.strategies, name))
  .flatMap((strategy) => sets.filter(({ name }) => isChosen(values.sets, name)).map((set) => ({ strategy, set })));
const worker = async () => {
  for (let job = queue.shift(); job !== undefined; job = queue.shift()) {
    const result = await play(main, job.strategy, job.set);
    await write(job.strategy, [result]);
    console.log(`${job.strategy.name} ${rowsOf([result])}`);
  }
};
await Promise.all(Array.from({ length: Number(values.jobs) }, worker));
