/**
 * What the thirteen signal engines say of real markets: how their scores are distributed, and how long they are silent.
 *
 *   node tools/signals/distribution.mjs [--data ../shared/data] [--out docs/signals]
 *
 * Runs all engines on one score board over each data set found in the folder (`--data`, or else the environment variable
 * PERPSTREAM_DATA, or else `../shared/data` beside the checkout), and writes `distribution.md`, one table for each set, and
 * `distribution.svg` into the folder `--out`. The same data give the same files. Sets that are not there are left out.
 *
 * Ends with 1 when there are no data, or when any score is not a number from 0 to 100.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { bundlePackages } from '../bench/bundle-packages.mjs';
import { runDataSets } from './data-sets.mjs';
import { distributionReport } from './distribution-report.mjs';
import { distributionSvg } from './distribution-svg.mjs';

const root = fileURLToPath(new URL('../../', import.meta.url));
const { values } = parseArgs({ options: { data: { type: 'string' }, out: { type: 'string' } } });
const folder = resolve(values.data ?? process.env.PERPSTREAM_DATA ?? join(root, '../shared/data'));
const out = resolve(values.out ?? join(root, 'docs/signals'));

const sets = await runDataSets(await bundlePackages('core', 'connection', 'data', 'signals'), folder);
if (sets.length === 0) {
  console.error(`no market data in ${folder}: name the folder with --data or PERPSTREAM_DATA`);
  process.exit(1);
}
mkdirSync(out, { recursive: true });
writeFileSync(join(out, 'distribution.md'), distributionReport(sets));
writeFileSync(join(out, 'distribution.svg'), distributionSvg(sets));
for (const { name, markets, events, engines } of sets) {
  const scores = engines.reduce((sum, { count }) => sum + count, 0);
  console.log(`${name}: ${markets} markets, ${events} events, ${scores} scores`);
}
const broken = sets.flatMap(({ name, engines }) =>
  engines.filter((engine) => engine.broken > 0).map((engine) => `${engine.name} (${engine.broken} times, ${name})`),
);
if (broken.length > 0) {
  console.error(`not a number from 0 to 100: ${broken.join(', ')}`);
  process.exitCode = 1;
}
