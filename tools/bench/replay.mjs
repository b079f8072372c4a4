/**
 * How fast a recording goes through the whole bot, and in how much memory.
 *
 *   node tools/bench/replay.mjs <recording> [--config <file>] [--rounds 5]
 *
 * Prints one JSON line: the recording's own span against wall time per round (the first round is discarded), peak memory,
 * and whether every round took the same decisions.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { bundleBot } from '../bundle-bot.mjs';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { config: { type: 'string' }, rounds: { type: 'string', default: '5' } },
});
const [recording] = positionals;
if (recording === undefined) throw new Error('give a recording: node tools/bench/replay.mjs <recording>');

const main = await bundleBot();
const out = mkdtempSync(join(tmpdir(), 'perpstream-bench-'));
const config = values.config === undefined ? [] : ['--config', values.config];

function round(_, index) {
  const args = [main, 'replay', recording, ...config, '--json', '--out', join(out, `run-${index}`)];
  const stdout = execFileSync(process.execPath, args, { encoding: 'utf8' });
  return JSON.parse(stdout.trimEnd().split('\n').at(-1));
}

const median = (numbers) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)];
const rounds = Array.from({ length: Number(values.rounds) + 1 }, round).slice(1);
const speeds = rounds.map(({ inputSpanMs, wallMs }) => inputSpanMs / wallMs);
rmSync(out, { recursive: true });
const result = {
  name: "replay against the recording's own pace",
  unit: 'x',
  value: Number(median(speeds).toFixed(1)),
  min: Number(Math.min(...speeds).toFixed(1)),
  max: Number(Math.max(...speeds).toFixed(1)),
  rounds: rounds.length,
  framesPerSecond: median(rounds.map(({ framesPerSecond }) => framesPerSecond)),
  peakRssMb: Math.max(...rounds.map(({ peakRssMb }) => peakRssMb)),
  latencyUs: rounds[0].latencyUs,
  isSameDecisions: new Set(rounds.map(({ decisionHash }) => decisionHash)).size === 1,
  node: process.version,
};
process.stdout.write(`${JSON.stringify(result)}\n`);
