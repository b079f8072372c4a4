/**
 * Runs the bot's feed for minutes against the local exchange under a fault script, and reports what became of it.
 *
 *   node tools/soak/soak.mjs [--minutes 10] [--markets 300] [--script <file>] [--seed 1] [--no-faults]
 *                             [--history-minutes 120] [--quick] [--json]
 *
 * The exchange and the feed are two processes; memory is that of the feed's. Exits with 1 when a promise is broken.
 */
import { spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';
import { brokenPromises, reportLines } from './report.mjs';

const here = fileURLToPath(new URL('.', import.meta.url));
const root = fileURLToPath(new URL('../../', import.meta.url));
const work = `${root}tmp/soak/`;

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '10' },
    markets: { type: 'string', default: '300' },
    script: { type: 'string', default: `${root}packages/local-exchange/fault-scripts/rough-day.yaml` },
    'no-faults': { type: 'boolean', default: false },
    seed: { type: 'string', default: '1' },
    'history-minutes': { type: 'string', default: '120' },
    quick: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
  },
});

async function bundle(name) {
  const outfile = `${work}${name}`;
  await build({
    entryPoints: [`${here}${name}`],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    conditions: ['@perpstream/source'],
    external: ['ws', 'rxjs', 'yaml', 'zod', 'commander'],
    sourcemap: 'inline',
    logLevel: 'error',
  });
  return outfile;
}

/** Starts a program with one JSON argument; gives its lines of output, and its errors to the terminal. */
function start(program, options) {
  const child = spawn(process.execPath, ['--enable-source-maps', '--expose-gc', program, JSON.stringify(options)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  return { child, lines: createInterface({ input: child.stdout })[Symbol.asyncIterator]() };
}

/** How often books and bars are compared with REST, and how long the last fault and the last noise may last. */
const THOROUGH = { auditMs: 60_000, calmMs: 30_000 };
const QUICK = { auditMs: 8_000, calmMs: 15_000 };

const seed = Number(values.seed);
mkdirSync(work, { recursive: true });
const [exchangeProgram, feedProgram] = await Promise.all([bundle('exchange-run.mjs'), bundle('feed-run.mjs')]);
const runMs = Number(values.minutes) * 60_000;
const exchange = start(exchangeProgram, {
  seed,
  runMs,
  markets: Number(values.markets),
  ...(values['no-faults'] ? {} : { script: values.script }),
  historyMs: Number(values['history-minutes']) * 60_000,
  snapshotLatencyMs: [5, 60],
  restLagMs: 500,
});
try {
  const { restUrl } = JSON.parse((await exchange.lines.next()).value);
  const feed = start(feedProgram, { restUrl, runMs, ...(values.quick ? QUICK : THOROUGH) });
  let last = '';
  for await (const line of feed.lines) {
    if (last !== '') process.stderr.write(`${last}\n`);
    last = line;
  }
  const report = JSON.parse(last);
  const broken = brokenPromises(report);
  process.stdout.write(
    values.json ? `${JSON.stringify({ ...report, broken })}\n` : `${reportLines(report, broken).join('\n')}\n`,
  );
  process.exitCode = broken.length === 0 ? 0 : 1;
} finally {
  exchange.child.kill();
}
