/**
 * Finds the worst hours of recorded candles and writes them as stress scenarios for `parseScenarios` of @perpstream/risk.
 *
 *   node tools/risk/worst-hours.mjs --out <file> [--count 24] [--benchmark BTC-USD] [<folder of candles> ...]
 *
 * Folders hold one CSV file of candles per market, of an hour or shorter, as `perpstream backtest` reads them. Without any,
 * those of the folder PERPSTREAM_DATA (default ../shared/data) are taken: hyperliquid-perps/1h and binance-um-2025/1m.
 *
 * Half of the hours are those in which the markets fell most on average, the other half those in which they rose most; each
 * market counts the same, and only hours that at least half of the markets have. What is written is derived from the candles
 * and stands under their licence: name a file outside of the project. The same candles give the same file.
 *
 * Ends with 1 when there is nothing to read, or an option is wrong.
 */
import { existsSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { bundlePackages } from '../bench/bundle-packages.mjs';
import { hourlyReturns } from './hourly-returns.mjs';

const root = fileURLToPath(new URL('../../', import.meta.url));
const KNOWN_FOLDERS = ['hyperliquid-perps/1h', 'binance-um-2025/1m'];

try {
  await run();
} catch (error) {
  console.error(`worst-hours: ${error.message}`);
  process.exitCode = 1;
}

async function run() {
  const { out, count, benchmark, folders } = optionsOf(process.argv.slice(2));
  const hours = [...(await hourlyReturns(folders))].map(([atMs, returns]) => ({
    atMs,
    returns,
    mean: meanOf(returns),
  }));
  const chosen = worstOf(hours, count);
  if (chosen.length === 0) throw new Error(`no two hours in a row in ${folders.join(', ')}`);
  const scenarios = chosen.map((hour) => scenarioOf(hour, benchmark));
  const about =
    'Worst hours of recorded candles. Derived data: under the licence of the candles, not for the repository.';
  const text = `${JSON.stringify({ about, benchmark, scenarios }, null, 1)}\n`;
  const { risk } = await bundlePackages('risk');
  risk.parseScenarios(text);
  writeFileSync(out, text);
  scenarios.forEach(({ name }) => console.log(name));
}

function optionsOf(args) {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      out: { type: 'string' },
      count: { type: 'string', default: '24' },
      benchmark: { type: 'string', default: 'BTC-USD' },
    },
  });
  const count = Number(values.count);
  if (values.out === undefined) throw new Error('name the file to write with --out');
  if (!Number.isInteger(count) || count < 1)
    throw new Error(`--count must be a whole number >= 1, was ${values.count}`);
  const folders = positionals.length > 0 ? positionals : knownFolders();
  return { out: resolve(values.out), count, benchmark: values.benchmark, folders };
}

function knownFolders() {
  const data = process.env.PERPSTREAM_DATA ?? join(root, '../shared/data');
  const folders = KNOWN_FOLDERS.map((folder) => join(data, folder)).filter((folder) => existsSync(folder));
  if (folders.length === 0) throw new Error(`no candles in ${data}: name a folder, or PERPSTREAM_DATA`);
  return folders;
}

function meanOf(returns) {
  const values = [...returns.values()];
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** The deepest falls and the highest rises, each list from the worst on. */
function worstOf(hours, count) {
  const markets = new Set(hours.flatMap(({ returns }) => [...returns.keys()])).size;
  const ranked = hours.filter(({ returns }) => 2 * returns.size >= markets).sort((a, b) => a.mean - b.mean);
  const falls = ranked.filter(({ mean }) => mean < 0).slice(0, Math.ceil(count / 2));
  const rises = ranked.filter(({ mean }) => mean > 0).reverse().slice(0, Math.floor(count / 2)); // prettier-ignore
  return [...falls, ...rises];
}

function scenarioOf({ atMs, returns, mean }, benchmark) {
  const hour = new Date(atMs).toISOString().slice(0, 16).replace('T', ' ');
  const percent = `${mean < 0 ? '-' : '+'}${Math.abs(100 * mean).toFixed(1)} %`;
  return {
    kind: 'historical',
    name: `hour to ${hour} UTC: ${percent} on average of ${returns.size} markets`,
    atMs,
    otherMoveFraction: rounded(returns.get(benchmark) ?? mean),
    returns: Object.fromEntries([...returns].sort().map(([market, value]) => [market, rounded(value)])),
  };
}

function rounded(value) {
  return Number(value.toFixed(6));
}
